"""The interviews: pure steps from answers to the next question or to a result."""
