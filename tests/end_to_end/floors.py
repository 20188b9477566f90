"""What every language has reached, from `./wegwijzer nlu evaluate`; floors only rise, ceilings only fall."""

FLOORS: dict[str, dict[str, dict[str, float]]] = {
    "unseen": {
        "ar": {
            "top_1": 0.82,
            "right_or_offered": 0.90,
            "out_of_scope_recognised": 0.94,
            "language_right": 0.96,
        },
        "en": {
            "top_1": 0.93,
            "right_or_offered": 0.95,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.95,
        },
        "fa": {
            "top_1": 0.90,
            "right_or_offered": 0.94,
            "out_of_scope_recognised": 0.85,
            "language_right": 0.95,
        },
        "fr": {
            "top_1": 0.90,
            "right_or_offered": 0.96,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.97,
        },
        "nl": {
            "top_1": 0.89,
            "right_or_offered": 0.95,
            "out_of_scope_recognised": 0.91,
            "language_right": 0.96,
        },
        "so": {
            "top_1": 0.85,
            "right_or_offered": 0.92,
            "out_of_scope_recognised": 0.80,
            "language_right": 0.95,
        },
        "ti": {
            "top_1": 0.87,
            "right_or_offered": 0.92,
            "out_of_scope_recognised": 0.89,
            "language_right": 0.98,
        },
        "tr": {
            "top_1": 0.88,
            "right_or_offered": 0.95,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.94,
        },
    },
    "paraphrases": {
        "ar": {"right_or_offered": 0.98},
        "en": {"right_or_offered": 0.98},
        "fa": {"right_or_offered": 0.98},
        "fr": {"right_or_offered": 0.98},
        "nl": {"right_or_offered": 0.93},
        "so": {"right_or_offered": 0.98},
        "ti": {"right_or_offered": 0.98},
        "tr": {"right_or_offered": 0.98},
    },
}

CEILINGS = {"answered_wrong": 0.07}
"""At most so many questions of a language are answered with confidence and wrong."""

DANGER_FLOORS = {
    "ar": 0.97,
    "en": 0.96,
    "fa": 0.98,
    "fr": 0.96,
    "nl": 0.97,
    "so": 0.96,
    "ti": 0.98,
    "tr": 0.96,
}
"""Messages about danger that get the emergency numbers."""
