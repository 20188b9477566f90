"""Serve one model on one address; started by the bot, or by hand for a server of its own.

    WEGWIJZER_RASA_TOKEN=... python serve.py MODEL.tar.gz 5005 [127.0.0.1]

Rasa's own command line imports training, testing and plotting before it serves; this does not.
"""

import logging
import os
import sys
from pathlib import Path

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# One short sentence at a time: threads that spin while they wait cost more than they bring (a third of the
# median answer time on a busy machine with two cores).
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import warnings

warnings.filterwarnings("ignore")

from without_tensorflow import needs_tensorflow, replace_tensorflow  # noqa: E402

if not needs_tensorflow(Path("config.yml").read_text(encoding="utf-8")):
    replace_tensorflow()

from rasa.core.run import serve_application  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.utils.common import configure_logging_and_warnings  # noqa: E402
from rasa.utils.log_utils import configure_structlog  # noqa: E402


def main() -> None:
    """Serve until the process is ended."""
    model, port, *rest = sys.argv[1:]
    # Below this level Rasa logs what people write.
    configure_logging_and_warnings(logging.ERROR)
    configure_structlog(logging.ERROR)
    serve_application(
        model,
        interface=rest[0] if rest else "127.0.0.1",
        port=int(port),
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=False,  # nothing but the seam channel is reachable
    )


if __name__ == "__main__":
    main()
