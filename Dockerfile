# The bot with its own Rasa, or Rasa alone. The environments and the model are made while the image is built, so
# that a container starts at once, writes nothing beside /data and /tmp, and fetches nothing.
FROM python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d AS base
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libgomp1 \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /wegwijzer wegwijzer \
  && mkdir /data \
  && chown wegwijzer /data
WORKDIR /wegwijzer
ENV RASA_TELEMETRY_ENABLED=false

# What must be installed changes seldom: these steps are kept when only texts or code change.
FROM base AS environments
COPY wegwijzer pyproject.toml uv.lock ./
COPY rasa_project/pyproject.toml rasa_project/uv.lock rasa_project/
RUN ./wegwijzer --prepare

# What the model learns from and the code that trains it; a changed text needs no training.
FROM environments AS model
COPY bot bot
COPY conversations conversations
COPY content/*.py content/
COPY rasa_project rasa_project
RUN ./wegwijzer train && rm -rf .wegwijzer/vectors

FROM base
COPY --from=model /wegwijzer /wegwijzer
COPY . .
ENV WEGWIJZER_DATA_DIR=/data \
  WEGWIJZER_HEALTH_LISTEN=0.0.0.0:8081 \
  TELEGRAM_WEBHOOK_LISTEN=0.0.0.0:8080 \
  PYTHONDONTWRITEBYTECODE=1 \
  MPLCONFIGDIR=/tmp/matplotlib \
  HOME=/tmp
USER wegwijzer
VOLUME /data
ENTRYPOINT ["./wegwijzer"]
CMD ["bot"]
