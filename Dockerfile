# The bot with its own Rasa child. The environments and the model are made while the image is built, so that it starts at once.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /wegwijzer
COPY . .
ENV RASA_TELEMETRY_ENABLED=false
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1
RUN ./wegwijzer train && rm -rf .wegwijzer/vectors

FROM python:3.11.14-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /wegwijzer wegwijzer \
  && mkdir /data && chown wegwijzer /data
COPY --from=build /wegwijzer /wegwijzer
WORKDIR /wegwijzer
ENV RASA_TELEMETRY_ENABLED=false WEGWIJZER_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1
USER wegwijzer
VOLUME /data
ENTRYPOINT ["./wegwijzer"]
CMD ["bot"]
