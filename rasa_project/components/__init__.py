"""Parts of the understanding and of the connector that stock Rasa does not have."""
