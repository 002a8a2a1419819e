"""Names of months, as dates in running text have them, without case and accents.

English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech,
Slovak, Croatian (but for "listopad", which is November in Polish and Czech), Romanian, Turkish, Indonesian, Russian,
Ukrainian, Bulgarian, Serbian, Greek, Arabic, Hebrew and Hindi: the nominative and the case that dates take, as the
Gregorian months of Unicode's CLDR have them, and usual abbreviations.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_NAMES: Final = (
    "january januar janvier enero gennaio janeiro januari tammikuu tammikuuta styczen stycznia leden ledna januara "
    "sijecanj sijecnja ianuarie ocak январь января січень січня януари јануар ιανουαριος ιανουαριου يناير ינואר "
    "जनवरी jan",
    "february februar fevrier febrero febbraio fevereiro februari helmikuu helmikuuta luty lutego unor unora februara "
    "veljaca veljace februarie subat февраль февраля лютий лютого февруари фебруар φεβρουαριος φεβρουαριου فبراير "
    "פברואר फरवरी feb fev fevr",
    "march marz mars marzo marco maart maaliskuu maaliskuuta marzec marca brezen brezna ozujak ozujka martie mart "
    "maret март марта березень березня μαρτιος μαρτιου مارس מרץ मार्च mar maerz mrz mrt",
    "april avril abril aprile huhtikuu huhtikuuta kwiecien kwietnia duben dubna aprila travanj travnja aprilie nisan "
    "апрель апреля квітень квітня април απριλιος απριλιου أبريل ابريل אפריל अप्रैल apr avr abr",
    "may mai mayo maggio maio mei maj toukokuu toukokuuta maja kveten kvetna svibanj svibnja mayis май мая травень "
    "травня мај μαιος μαιου مايو מאי मई mag",
    "june juni juin junio giugno junho kesakuu kesakuuta czerwiec czerwca cerven cervna juna lipanj lipnja iunie "
    "haziran июнь июня червень червня юни јун ιουνιος ιουνιου يونيو יוני जून jun giu",
    "july juli juillet julio luglio julho heinakuu heinakuuta lipiec lipca cervenec cervence jula srpanj srpnja iulie "
    "temmuz июль июля липень липня юли јул ιουλιος ιουλιου يوليو יולי जुलाई jul juil lug",
    "august aout agosto augustus elokuu elokuuta sierpien sierpnia srpen srpna augusta kolovoz kolovoza agustos "
    "agustus augusti август августа серпень серпня αυγουστος αυγουστου أغسطس اغسطس אוגוסט अगस्त aug ago",
    "september septembre septiembre settembre setembro syyskuu syyskuuta wrzesien wrzesnia zari septembra rujan rujna "
    "septembrie eylul сентябрь сентября вересень вересня септември септембар σεπτεμβριος σεπτεμβριου سبتمبر ספטמבר "
    "सितंबर सितम्बर sept sep set",
    "october oktober octobre octubre ottobre outubro lokakuu lokakuuta pazdziernik pazdziernika rijen rijna oktobra "
    "octombrie ekim октябрь октября жовтень жовтня октомври октобар οκτωβριος οκτωβριου أكتوبر اكتوبر "
    "אוקטובר अक्टूबर oct okt ott out",
    "november novembre noviembre novembro marraskuu marraskuuta listopad listopada novembra studeni studenoga "
    "noiembrie kasim ноябрь ноября листопад листопада ноември новембар νοεμβριος νοεμβριου نوفمبر נובמבר नवंबर नवम्बर "
    "nov",
    "december dezember decembre diciembre dicembre dezembro joulukuu joulukuuta grudzien grudnia prosinec prosince "
    "decembra prosinac prosinca decembrie aralik desember декабрь декабря грудень грудня декември децембар "
    "δεκεμβριος δεκεμβριου ديسمبر דצמבר दिसंबर दिसम्बर dec dez dic des",
)


def fold(text: str) -> str:
    """Return a text without case and accents, of the same words: "Août" is "aout", "März" is "marz"."""
    apart = unicodedata.normalize("NFD", text.casefold()).replace("ı", "i").replace("ł", "l")
    return "".join(c for c in apart if not unicodedata.combining(c) or "\u0900" <= c <= "\u0dff")


#: Month, 1 to 12, by folded name.
MONTHS: Final[dict[str, int]] = {
    fold(name): number for number, names in enumerate(_NAMES, start=1) for name in names.split()
}
