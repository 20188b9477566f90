"""Telegram as a screen: updates in, messages out."""
