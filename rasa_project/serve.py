"""Serve one model on one address; started by the bot, or by hand for a server of its own.

    WEGWIJZER_RASA_TOKEN=... python serve.py MODEL.tar.gz 5005 [127.0.0.1]

With the three settings of serving/settings.py several servers share what they know about conversations.
Rasa's own command line imports training, testing and plotting before it serves; this does not.
"""

import logging
import os
import sys
import threading
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
from serving.fail_safe import use_our_fail_safe_store  # noqa: E402
from serving.settings import ServingError, endpoints_file  # noqa: E402


def end_with_input() -> None:
    """End when the input is closed: who started us is gone, even if by force."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until the process is ended."""
    if os.environ.get("WEGWIJZER_RASA_ENDS_WITH_INPUT"):
        threading.Thread(target=end_with_input, daemon=True).start()
    model, port, *rest = sys.argv[1:]
    try:
        endpoints = endpoints_file(os.environ)
    except ServingError as error:
        sys.exit(str(error))
    # Below this level Rasa logs what people write.
    configure_logging_and_warnings(logging.ERROR)
    configure_structlog(logging.ERROR)
    use_our_fail_safe_store()
    serve_application(
        model,
        interface=rest[0] if rest else "127.0.0.1",
        port=int(port),
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints(endpoints),
        enable_api=False,  # nothing but the seam channel is reachable
    )


if __name__ == "__main__":
    main()
