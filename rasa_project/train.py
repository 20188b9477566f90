"""Train one model file; started by `./wegwijzer train`.

    python train.py FOLDER NAME

Progress goes to standard error in lines `progress DONE TOTAL`.
"""

import os
import sys

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("WEGWIJZER_RASA_TOKEN", "not-used-in-training")
# One thread for each sentence, two sentences at a time: components/vector_cache.py.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# Rasa would keep the output of every component on disk; what takes long here, the vectors, has its own
# cache.
os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")

import warnings

warnings.filterwarnings("ignore")

from rasa.model_training import train  # noqa: E402


def main() -> None:
    """Train, or end with exit code 1."""
    folder, name = sys.argv[1:]
    result = train(
        domain="domain",
        config="config.yml",
        training_files=["data"],
        output=folder,
        fixed_model_name=name,
        force_training=True,
    )
    if result.code or result.model is None:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
