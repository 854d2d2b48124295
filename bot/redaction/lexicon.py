"""Closed word lists of the grammar: what is said around names, and what is never one.

Languages: en es fr de pt nl it ja, and a few words of others seen in mixed mail. All in lower
case. An underscore stands for a space. The lists were written by hand for this project.
"""

from typing import Final


def listed(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(word.replace("_", " ") for word in words.split())


MONTHS: Final = listed(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre enero "
    "febrero "
    "marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janeiro fevereiro "
    "março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
)
DAYS: Final = listed(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun lunes "
    "martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi "
    "dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag segunda terça quarta "
    "quinta "
    "sexta maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lunedì martedì mercoledì "
    "giovedì "
    "venerdì sabato domenica christmas easter diwali eid ramadan hanukkah thanksgiving halloween "
    "navidad "
    "noël weihnachten ostern natale pasqua kerst pasen natal páscoa",
)
PARTICLES: Final = listed(
    "van von de der den da das dos do del della di la le el al bin binti ibn ben ter ten te zu zum "
    "y e "
    "af av ap mac mc st abu wa ní nic ó o' d' l' dello degli dalla lo los las du des i ul'",
)
TITLES: Final = listed(
    "mr mrs ms miss mx dr prof professor doctor sir dame lord lady sister brother father fr rev "
    "reverend "
    "pastor cdr cpt canon chief matron skipper wing rabbi imam coach captain capt sgt sergeant lt "
    "lieutenant major colonel col cpl mister "
    "missus "
    "missis madam ma'am auntie aunt aunty uncle nurse deacon bishop judge officer chef principal "
    "sra sr srta señora señor señorita don doña dra mme mlle m monsieur madame mademoiselle maître "
    "me "
    "herr frau fräulein hr fr familie signora signor signore sig sig.ra signorina dott dott.ssa "
    "dottor "
    "dottoressa ing avv dona seu senhor senhora meneer mevrouw dhr mevr mw juffrouw pan pani fru "
    "hajj "
    "hajja hajji sheikh ustadh oma opa tante onkel oom tía tío abuela abuelo nonna nonno zia zio "
    "tia tio "
    "vovó vovô lola lolo grandma grandpa granny gran nana nan mama papa mum mom dad sensei",
)
HONORIFICS: Final = listed("san sama kun chan sensei senpai ssi nim ji bhai didi bey hanim")
"""Titles that stand behind a name, mostly with a hyphen."""

JOBS: Final = listed(
    "manager procurement director owner founder cofounder co-founder ceo cto cfo coo cmo head lead "
    "teacher "
    "headteacher "
    "editor producer treasurer secretary chair chairman chairwoman chairperson president vp "
    "officer "
    "assistant designer developer engineer coordinator librarian consultant photographer artist "
    "student "
    "volunteer proprietor partner specialist admin administrator bookkeeper accountant trainee "
    "doctor "
    "writer author marketing operations ops customer client mum mom dad analyst architect baker "
    "nurse "
    "organiser organizer programmer researcher sales supervisor technician therapist trustee tutor "
    "translator reader subscriber user member gerente directora director dueña dueño propietaria "
    "encargada encargado gérante gérant directrice directeur responsable présidente président "
    "geschäftsführer geschäftsführerin inhaber inhaberin leiter leiterin eigenaar eigenaresse "
    "directeur "
    "beheerder titolare direttore direttrice presidente responsabile gerente proprietária "
    "proprietário "
    "sócia sócio diretor diretora phd md esq jr rn bsc msc mba",
)
CLOSINGS: Final = listed(
    "best all_the_best best_wishes best_regards kind_regards warm_regards warmest_regards "
    "kindest_regards "
    "regards warmest many_thanks thanks thanks_again thanks_so_much thanks_a_lot thanks_a_million "
    "thanks_a_bunch thanks_in_advance thank_you thank_you_again thank_you_so_much thx tks ty "
    "cheers "
    "sincerely sincerely_yours yours yours_sincerely yours_truly yours_faithfully love with_love "
    "much_love "
    "lots_of_love warmly take_care respectfully gratefully with_gratitude with_thanks "
    "with_appreciation "
    "hugs big_hugs peace ta xoxo xx xxx signed blessings god_bless bless_you stay_well be_well "
    "talk_soon until_next_time bye br kr rgds with_kind_regards with_best_wishes with_warm_regards "
    "in_gratitude appreciatively your_fan namaste aloha mahalo luv grts "
    "saludos un_saludo saludos_cordiales un_abrazo abrazos abrazo atentamente besos un_beso "
    "cordialmente "
    "con_cariño muchas_gracias gracias mil_gracias un_cordial_saludo recibe_un_saludo besitos "
    "cordialement bien_cordialement bien_à_vous bises bisous amicalement sincères_salutations "
    "salutations merci merci_encore merci_beaucoup à_bientôt bien_amicalement chaleureusement "
    "respectueusement "
    "viele_grüße liebe_grüße mit_freundlichen_grüßen herzliche_grüße beste_grüße schöne_grüße "
    "freundliche_grüße lg vg mfg herzlichst gruß grüße viele_grüsse liebe_grüsse "
    "mit_freundlichen_grüssen "
    "herzlichen_dank vielen_dank danke danke_euch liebe_gruesse viele_gruesse ganz_liebe_grüße "
    "servus alles_gute hochachtungsvoll ihre ihr euer eure "
    "abraço abraços um_abraço beijos beijinhos atenciosamente cumprimentos "
    "com_os_melhores_cumprimentos "
    "melhores_cumprimentos obrigado obrigada muito_obrigado muito_obrigada att grande_abraço "
    "groet groetjes groeten met_vriendelijke_groet met_vriendelijke_groeten vriendelijke_groet "
    "liefs mvg "
    "hartelijke_groet hartelijke_groeten bedankt dank_je_wel hartelijk_dank gr veel_liefs "
    "warme_groet "
    "saluti cordiali_saluti distinti_saluti un_abbraccio un_caro_saluto grazie grazie_mille baci "
    "un_saluto tanti_saluti cari_saluti grazie_ancora con_affetto "
    "pozdrawiam hälsningar vänliga_hälsningar med_vänlig_hälsning mvh hilsen med_venlig_hilsen "
    "vennlig_hilsen "
    "kveðja bestu_kveðjur terveisin ystävällisin_terveisin s_pozdravem üdvözlettel saygılar "
    "sevgiler "
    "salam hormat_saya ngā_mihi nga_mihi mauruuru go_raibh_maith_agat le_meas",
)
GREETINGS: Final = listed(
    "hi hello hey dear hiya heya yo greetings good_morning good_afternoon good_evening morning "
    "afternoon "
    "evening howdy hola buenas buenos_días buenas_tardes buenas_noches querida querido estimada "
    "estimado "
    "bonjour bonsoir salut coucou cher chère hallo guten_tag guten_morgen guten_abend liebe lieber "
    "sehr_geehrte sehr_geehrter moin servus grüezi hoi dag beste goedemorgen goedemiddag "
    "goedenavond "
    "geachte olá oi bom_dia boa_tarde boa_noite prezada prezado cara caro ciao salve buongiorno "
    "buonasera "
    "gentile gentilissima gentilissimo egregio hej hei halló ahoj cześć dzień_dobry kia_ora aloha "
    "namaste "
    "salam shalom",
)
THANKS: Final = listed(
    "thanks thank thankyou thx ty tysm cheers kudos shoutout props gracias merci danke dank "
    "bedankt obrigado "
    "obrigada grazie takk tack kiitos arigato arigatou asante mahalo ta big_up bravo well_done "
    "hats_off "
    "respect bless appreciate love",
)
RELATIONS: Final = listed(
    "daughter son wife husband partner sister brother mum mom mother dad father nephew niece "
    "grandson "
    "granddaughter gran grandma granny grandad granddad grandpa grandfather grandmother nan boss "
    "colleague "
    "friend neighbour neighbor assistant roommate flatmate cousin aunt uncle fiancé fiancée fiance "
    "fiancee "
    "girlfriend boyfriend co-founder cofounder caretaker teacher spouse twin ex stepson "
    "stepdaughter "
    "stepdad stepmum godson goddaughter baby toddler kid coworker co-worker manager landlord "
    "landlady "
    "tenant bookkeeper accountant "
    "dog cat puppy kitten horse "
    "hija hijo marido mujer esposa esposo hermana hermano madre padre abuela abuelo vecina vecino "
    "prima primo "
    "suegra jefa jefe amiga amigo sobrina sobrino nieta nieto "
    "fille fils mari femme sœur soeur frère mère père voisine voisin grand-mère grand-père copine "
    "copain "
    "tochter sohn frau mann schwester bruder mutter vater nachbarin nachbar oma opa freundin "
    "freund chefin "
    "chef kollegin kollege enkel enkelin "
    "filha filho mãe pai irmã irmão avó avô vizinha vizinho sobrinha sobrinho "
    "dochter zoon man vrouw zus broer moeder vader buurman buurvrouw vriendin vriend "
    "figlia figlio moglie marito sorella fratello nonna nonno vicina vicino collega",
)
FUNCTION: Final = listed(
    "a an the this that these those it its it's i i'm im i've i'd i'll me my mine we we're we've "
    "us our "
    "ours you you're u ur your yours he she he's she's they them their his her hers who whom whose "
    "which what "
    "when where why how there here and or but nor so if then than as at by for from in into of off "
    "on onto out over "
    "to up with without within about after before between during since until while is are was were "
    "be been being am "
    "do does did done doing have has had having can could will would shall should may might must "
    "not no yes yep yeah "
    "nope nah ok okay oh ah wow omg lol haha hmm well very really just only also too even still "
    "again already yet never "
    "always often now today tomorrow yesterday tonight soon later more most much many some any all "
    "every each both few "
    "other another such same own one two three four five six seven eight nine ten first second "
    "third last next new old "
    "good great best better nice lovely amazing awesome excellent fantastic super perfect "
    "brilliant wonderful happy glad "
    "sorry please pls thanks thank thankyou thx ty cheers love regards dear hi hello hey bye kind "
    "warm sincerely "
    "let let's got get gets getting go going gone went come came say said says tell told ask asked "
    "make made give gave "
    "take took see saw know knew think thought want wanted need needed help helped work works "
    "worked working use used "
    "using fixed sorted because though although however anyway maybe perhaps like liked re wrote "
    "writes wrote: schrieb escribió écrit scrive ps p.s "
    "btw fyi asap via per "
    "finally honestly seriously absolutely definitely exactly actually basically once twice keep "
    "kept stay "
    "de la el los las un una unos unas y o pero que con por para en es son muy más mi su tu lo le "
    "se ya no sí del al "
    "le les des du et ou mais avec pour dans sur est sont très plus mon ma mes votre vos notre nos "
    "ce cette je nous vous "
    "il elle der die das den dem des ein eine einen und oder aber mit für im in ist sind sehr mehr "
    "mein meine ich wir "
    "ihr sie euch uns es nicht auch noch nur vom zum zur bei aus nach "
    "um uma os as e mas com não são muito mais meu minha seu sua eu nós você vocês "
    "het een en maar met voor op zijn heel meer mijn jullie wij ik je jij u niet ook nog "
    "il lo gli i un uno una e ma con per di da è sono molto più mio mia io noi voi non anche ci vi",
)
_ADDRESSED: Final = listed(
    "team all everyone everybody folks guys support sir madam sirs friends customer customers "
    "service desk crew people "
    "mate buddy pal man ladies gentlemen staff helpdesk humans wizards legends heroes angels "
    "whoever anyone someone "
    "somebody nobody customer_service agent agents rep representative operator bot robot channel "
    "colleagues sales billing "
    "equipo todos todas amigos señores señoras équipe tous toutes messieurs mesdames madame "
    "monsieur damen herren zusammen "
    "leute team equipe pessoal galera gente allemaal mensen dames heren iedereen tutti ragazzi "
    "squadra signori "
    "liebes liebe lieber beste geachte estimados estimadas",
)
LABELS: Final = listed(
    "agent visitor user guest client customer cust caller support subject re fwd fw to cc bcc date "
    "sent from note notes "
    "telefon telefono teléfono téléphone telefone telefoon mobil inh inhaber "
    "score rating message msg body title company phone tel mob mobile email e-mail name names "
    "order ticket case account "
    "address ps p.s. pps update edit summary reason issue channel status priority tags id ref "
    "reference review nps csat "
    "comment feedback answer question q a time duration call callback outcome resolution product "
    "version device os "
    "language country city website web fax attachment attachments tl;dr tldr disclaimer original "
    "forwarded cliente agente "
    "asunto de para fecha nombre kunde betreff an von datum client objet à klant onderwerp aan "
    "assunto data oggetto "
    "anon anonymous moderator bot system admin host chat transcript me us you them op author "
    "reviewer member team desk operator rep "
    "representative advisor adviser assistant usuario operador mensaje nota gast berater kundin "
    "utente operatore assistenza "
    "utilisateur conseiller conseillère medewerker gebruiker utilizador atendente pros cons "
    "warning tip hint fact",
)
_PLATFORMS: Final = listed(
    "instagram facebook twitter x tiktok linkedin youtube pinterest google gmail outlook slack "
    "zoom visa mastercard paypal "
    "stripe klarna trustpilot shopify etsy wordpress squarespace wix android iphone ipad ios mac "
    "macos windows chrome safari "
    "firefox edge excel word notion dropbox canva zapier amazon ebay dhl fedex ups usps apple "
    "threads bluesky mastodon "
    "whatsapp discord reddit github gitlab kindle netflix spotify ikea xbox playstation ps5 "
    "nintendo samsung huawei nokia "
    "sony linux ubuntu docker php python java javascript redis mysql postgres woocommerce "
    "mailchimp hubspot salesforce jira "
    "trello asana figma photoshop bluetooth wifi wi-fi csv pdf json xml html css api sso ssl tls "
    "dns vpn usb sms faq nps csat "
    "ceo cto tv uk usa us eu gdpr iban dob vat id ip pin otp url http https covid ai gpt chatgpt "
    "siri alexa cortana kerberos "
    "tesla bitcoin messenger telegram signal wechat skype teams sharepoint onedrive icloud "
    "playstore appstore app_store "
    "google_play play_store royal_mail apple_pay google_pay black_friday cyber_monday",
)
NOT_NAMES: Final = (
    FUNCTION
    | _ADDRESSED
    | LABELS
    | _PLATFORMS
    | (MONTHS - {"may", "june", "april", "august"})
    | DAYS
)
"""Words that never stand for a person by themselves, whatever their case."""

NOT_SPEAKERS: Final = LABELS | _ADDRESSED | FUNCTION
"""Labels before a colon that name a role or a field."""

WORD_NAMES: Final = listed(
    "will mark grace hope joy summer bill sue art frank drew angel sunny chase rose may april june "
    "august rob pat dawn "
    "faith iris ivy violet hazel olive ruby pearl amber jade crystal penny ginger rich miles wade "
    "cliff clay reed brook "
    "lane max gene ray victor norm dean earl duke autumn skye river sage basil rocky buddy lily "
    "daisy robin jay kit bo al "
    "ed gus dot mo star love honey precious prince king queen princess blessing peace patience "
    "prudence charity hunter "
    "mason tyler major christian sky rain storm guy lee long young white black brown green gray "
    "grey baker cook bishop "
    "pope page price park parks field fields wood woods stone hill banks bell bush church cross "
    "day knight light little "
    "marsh moon moss noble north west post power rice rush sharp short small snow spring swift "
    "tail wall ward waters "
    "weaver wells winter winters wise worth bright best good sweet gold silver fox wolf bird crane "
    "heart hand hands case "
    "chance destiny ocean cherry clement constant ernest earnest forest glen heath heather holly "
    "melody merry noel "
    "paris piper poppy rusty sandy scarlett serenity sterling trinity true van vale wren jack john "
    "nick don josh jimmy "
    "jean luz sol paz mar flor alba rosa blanca linda dolores mercedes pilar consuelo esperanza "
    "gloria lux claire douce "
    "aimée désirée blanche felix ernst wolf frei klein groß lang kurz bloem roos vos de_wit bianca "
    "stella chiara luce",
)
COURTESIES: Final = (
    frozenset(word for word in CLOSINGS | GREETINGS if " " not in word)
    | listed(
        "mahalo hihi toodle blessings cariños grüsse grüessli mvh hilsen venlig mubarak kia "
        "toodle-oo "
        "chúc thân zikomo asante dziękuję dzięki kiitos tak takk tack spasibo danke dankeschön "
        "arigato "
        "gracias merci obrigado grazie shukran xie teşekkürler efharisto",
    )
) - listed("love peace joy hope grace cara caro beste br ta")
"""Words of greeting and parting: they stand where names stand."""

LANGUAGES: Final = listed(
    "english spanish french german portuguese dutch italian japanese chinese mandarin cantonese "
    "korean "
    "arabic hindi urdu bengali punjabi tamil telugu tagalog filipino vietnamese thai indonesian "
    "malay "
    "turkish polish czech slovak hungarian romanian bulgarian greek russian ukrainian serbian "
    "croatian "
    "bosnian slovenian swedish norwegian danish finnish icelandic estonian latvian lithuanian "
    "hebrew "
    "persian farsi dari pashto kurdish swahili zulu xhosa afrikaans yoruba igbo hausa amharic "
    "somali "
    "welsh irish gaelic scottish scots breton basque catalan galician esperanto latin sanskrit "
    "cree "
    "navajo maori māori hawaiian samoan tongan nepali sinhala burmese khmer lao mongolian georgian "
    "armenian azeri kazakh uzbek american british canadian australian mexican brazilian "
    "argentinian "
    "chilean colombian peruvian nigerian ghanaian kenyan ethiopian egyptian moroccan african asian "
    "european indian pakistani swiss austrian belgian glaswegian londoner parisian español francés "
    "inglés alemán français anglais allemand espagnol deutsch englisch französisch spanisch "
    "italiano "
    "inglese francese tedesco português inglês nederlands engels frans duits "
    "日本語 英語 フランス語",
)
"""Languages and peoples: said of many, they name nobody."""
