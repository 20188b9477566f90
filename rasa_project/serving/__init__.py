"""What a Rasa server keeps while it serves: alone in memory, or together with other replicas."""
