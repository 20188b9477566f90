"""What every language has reached, from `./wegwijzer nlu evaluate`; floors only rise, ceilings only fall."""

FLOORS: dict[str, dict[str, dict[str, float]]] = {
    "unseen": {
        "ar": {
            "top_1": 0.77,
            "right_or_offered": 0.88,
            "out_of_scope_recognised": 0.94,
            "language_right": 0.97,
        },
        "en": {
            "top_1": 0.93,
            "right_or_offered": 0.95,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.95,
        },
        "fa": {
            "top_1": 0.89,
            "right_or_offered": 0.93,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.95,
        },
        "fr": {
            "top_1": 0.89,
            "right_or_offered": 0.97,
            "out_of_scope_recognised": 0.85,
            "language_right": 0.96,
        },
        "nl": {
            "top_1": 0.89,
            "right_or_offered": 0.95,
            "out_of_scope_recognised": 0.91,
            "language_right": 0.96,
        },
        "so": {
            "top_1": 0.85,
            "right_or_offered": 0.91,
            "out_of_scope_recognised": 0.76,
            "language_right": 0.95,
        },
        "ti": {
            "top_1": 0.86,
            "right_or_offered": 0.92,
            "out_of_scope_recognised": 0.87,
            "language_right": 0.98,
        },
        "tr": {
            "top_1": 0.86,
            "right_or_offered": 0.92,
            "out_of_scope_recognised": 0.82,
            "language_right": 0.94,
        },
    },
    "paraphrases": {
        "ar": {"right_or_offered": 0.98},
        "en": {"right_or_offered": 0.98},
        "fa": {"right_or_offered": 0.98},
        "fr": {"right_or_offered": 0.98},
        "nl": {"right_or_offered": 0.98},
        "so": {"right_or_offered": 0.98},
        "ti": {"right_or_offered": 0.98},
        "tr": {"right_or_offered": 0.98},
    },
}

CEILINGS = {"answered_wrong": 0.07}
"""At most so many questions of a language are answered with confidence and wrong."""

DANGER_FLOORS = {
    "ar": 0.96,
    "en": 0.92,
    "fa": 0.94,
    "fr": 0.93,
    "nl": 0.97,
    "so": 0.96,
    "ti": 0.92,
    "tr": 0.92,
}
"""Messages about danger that get the emergency numbers."""
