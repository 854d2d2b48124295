"""Imported by the fork server: loads what phonenumbers would load at its first use."""

import phonenumbers

from bot.redaction.recognizers.phone import REGIONS

for _region in REGIONS:
    phonenumbers.PhoneMetadata.metadata_for_region(_region, None)
