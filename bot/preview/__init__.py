"""A static site on which translators and counsellors read every answer as it looks on a phone."""
