"""The counsellors' group on Telegram: what happens there, and what is posted there."""
