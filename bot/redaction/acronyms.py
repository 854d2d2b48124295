"""Abbreviations that name nobody, though they stand in capitals where names stand."""

from typing import Final

from bot.redaction.lexicon import listed

ACRONYMS: Final = listed(
    "2fa In abv adhd afaik ama aml apr apy are asap atm bacs bff bic bogof brb bsc btw by "
    "capitals cd cdn ce cli cms cmyk cname cod cpu crm ct cvc cvr cvv diy dkim dm dmarc dms "
    "dpi dpo dsl dvd ean ecg ekg eod eom er erp esim eta etd eula faq from ftp ftw fyi gcse "
    "gif gmbh gp gps gpu gst hdd hdmi hmrc hoa hp hr icu ide iirc ikr imap imho imo in "
    "initials irs jpg kmh kpi kw kwh kyc lan lcd led letters; list. llc lmk lol ltd mba mfa "
    "mot mp3 mpan mph mprn mri msc msds msrp mx nas nb nda nfc ngo nhs oauth ok okay omg ooo "
    "pax paye pcn pdf ph phd pm png pnr po pos ppc pps pr ps psi pta pto ptsd q&a qa qr ram "
    "rfid rgb rip rma rn rnd roi rpm rrp rsvp said saml sat sdk sds seo sepa sftp sim sku sla "
    "small smh smtp spf sql ssd ssh svg swift tba tbc tbd tbh they this thx tldr told tos tuv "
    "tv ty tysm ui ul upc usb utr uv ux vm vps wfh wlan ",
)
"""Of machines, trade, post, money, chats and places of work; in small letters."""
