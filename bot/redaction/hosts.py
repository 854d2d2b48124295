"""Top-level domains that customers' sites are seen under, and those that are words as well.

A short list on purpose: with all of them every missing space after a full stop is a site.
"""

from typing import Final

from bot.redaction.lexicon import listed

TOP_LEVELS: Final = listed(
    "com org net io co uk de fr nl es it eu ie pt br pl se no dk fi is ch at be cz ro gr tr in jp "
    "kr cn au nz za ng ke "
    "gh mx ar cl ca us dev app ai me tv fm shop store studio design agency blog info biz xyz "
    "online site art music photo "
    "photography church school club cafe bakery example test invalid eus cat gal scot wales berlin "
    "hamburg paris london nyc "
    "tech cloud social world life live today space website page pub bar restaurant kitchen yoga "
    "fitness health clinic law "
    "legal consulting ventures capital farm garden house team works academy education edu gov mil "
    "int name pro travel tours "
    "network digital media press news video film band dance gallery fashion boutique jewelry "
    "flowers coffee pizza beer wine "
    "hu bg hr rs si sk lt lv ee lu mt cy ua by ru ge am az kz il ae sa eg ma tn dz pk bd lk np th "
    "vn ph my sg id hk tw pe "
    "ve uy py bo ec cr pa do gt hn sv ni cu jm tt localhost gg ly so to local museum coop link "
    "click help support land earth",
)
WORD_TOP_LEVELS: Final = listed(
    "is it in me no at be us so to art music photo test club school church info blog store shop "
    "design app site live today "
    "life world space page pub bar team works house garden farm pro name news video film band "
    "dance health law legal help "
    "support land earth am do my by as pa de es id hn sa se he we la ma tech online link click "
    "studio example social capital "
    "kitchen coffee pizza beer wine flowers travel tours cafe bakery yoga fitness si cat paris "
    "london berlin hamburg local",
)
FILE_TYPES: Final = listed(
    "pdf csv json xml png jpg jpeg gif txt doc docx xls xlsx zip html css js ts py php md "
    "mp3 mp4 yaml yml log sql env toml ini exe dmg apk svg psd wav mov avi webp heic tiff odt ods "
    "ppt pptx rtf bak tar gz ics eml msg key pages numbers",
)
"""What stands behind the dot of a file's name."""
