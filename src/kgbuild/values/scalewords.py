# Made by docs/generate.py: run `make docs` instead of editing.
"""What other languages write behind a number for thousands, millions and more, as the CLDR has it."""

from typing import Final

_WORDS: Final = """
afe, akpe, alaf, apem, bhillean, bhilliún, biiliyoona, bil, bilhão, bilhão ag, bilhãu, bilhões,
bilijon, bilijona, bilijoni, bilijonov, bilijun, bilijuna, bilioi, bilion, biliona, bilionaj,
bilioni, bilionow, bilions, bilionu, biliony, bilionów, bilionů, biliun, biliuna, biliuni, biliuns,
biliwn, biliyan, biliãu, biliãu-ita, bilió, bilión, bilióna, biliónov, bilióny, biliɔn, bilj,
biljoen, biljon, biljona, biljonat, biljoner, biljoon, biljoona, biljoonaa, biljovn, billean,
billeanan, billionar, billionen, billioner, billiones, billioon, billioone, billioun, billiounen,
billió, billión, billiónir, billiún, billjuhn, billjón, billjónir, billones, billón, billóns,
bilyan, bilyon, bilíọ̀nù, bin, bio, bion, bió, bln, bíliọn, dausend, dousend, dsd, dtrilliún, dubu,
duháhat, duhát, duiliono, duilionoj, duisend, duizend, düüsen, elfu, ezer, hezar, hilj, hiljada,
hiljade, hjar, inkulungwane, isigidi, isigidi sezigidi, isigidintathu, juta, kilu, kuma, kun, libo,
mano, mbilliún, melyar, melyun, mhillean, mhilliún, mhìle, mhíle, mia, mia miliardi, mie, migghiaru,
mii, miiliyoona, mijë, mil, mil m, mil md, mil milhãu, mil millones, mila, mila miliardi, miler,
milers, milhão, milhão ag, milhãu, milhões, miliad, miliar, miliard, miliarda, miliarde, miliardi,
miliardo, miliardoj, miliardow, miliardu, miliardum, miliardy, miliardów, miliardźe, miliarg,
miliarźe, milies miliarda, milies miliardum, milijard, milijarda, milijardai, milijardas, milijarde,
milijardi, milijardo, milijardų, milijon, milijona, milijonai, milijonas, milijone, milijoni,
milijono, milijonov, milijonų, milijun, milijuna, milio, milioane, milioi, milion, miliona,
milionaj, milione, miliones, milioni, miliono, milionoj, milionow, milions, milionu, miliony,
milionów, milionů, miliun, miliuna, miliuni, miliuns, miliwn, miliyan, miliárd, miliãu, miliãu-ita,
milió, milión, milióna, miliónov, milióny, miliɔn, milj, miljaard, miljard, miljarder, miljardi,
miljardia, miljardit, miljards, miljardu, miljoen, miljon, miljona, miljonat, miljoner, miljoni,
miljonit, miljons, miljonu, miljoon, miljoona, miljoonaa, miljovn, millar, millares, mille, mille
miliardi, millean, milleanan, milles, millia, milliard, milliardar, milliarde, milliarden,
milliarder, milliardes, milliardir, milliardo, milliardos, milliards, milliardu, millier, millionar,
millione, millionen, millioner, milliones, millioon, millioone, millioun, milliounen, milliárd,
millió, millión, milliónir, milliún, milljard, milljarde, milljarðar, milljarður, milljuhne,
milljón, milljónir, millones, millón, millóns, milyan, milyar, milyard, milyon, min, ming, mio,
mioin, mion, miu, mió, mjd, mld, mlg, mljrd, mln, mlr, mlrd, mpem, mrd, mìg, mìgia, mìgia
milliardos, mìle, mìltean, míle, míliọn, mílíọ̀nù, müň, nghìn, nghìn tỷ, piliona, ribu, rèbu,
tausend, taúzan, thrillean, thrilliún, tiliona, tiri, tiriiliyoona, tiriliãu, tiriliãu-ita,
tiriliọ̀nù, tirilyan, tis, tisoč, tisuća, tisuće, tisíc, tisíca, tisíce, tri, tril, trilhão, trilhão
ag, trilhões, trilijonai, trilijonas, trilijono, trilijonų, trilioane, trilion, trilioni, triliun,
triliwn, triliyan, triliɔn, trilj, triljon, triljoni, triljonit, triljons, triljonu, trillean,
trilleanan, trilliún, trilyon, trilyun, trion, triệu, trln, tríliọn, tsd, tsg, tuh, tuhat, tuhatta,
tuhháát, tusen, tusind, tuusig, tys, tysac, tysiąc, tysiąca, tysiące, tysięcy, tús, túsund, tûzen,
tūkst, tūkstantis, tūkstančiai, tūkstančio, tūkstančių, tūkstotis, tūkstoši, tūkstošu, tỷ, v/bilion,
v/milion, viliad, viliard, vote g, vote m, yuta, èwu, þúsund, ɔpepem, ɔpepepem, ɔpepepepem, δισ,
δισεκατομμύρια, δισεκατομμύριο, εκ, εκατομμύρια, εκατομμύριο, τρισ, τρισεκατομμύρια,
τρισεκατομμύριο, χιλ, χιλιάδα, χιλιάδες, бил, билион, билиона, билиони, илј, илјада, илјади, ин, их
наяд, мең, ми, мил, милиард, милиарда, милион, милиона, милиони, милијарда, милијарде, милијарди,
миллиард, миллиарда, миллиардов, миллион, миллиона, миллионов, милј, миң, млд, млн, млрд, мың,
мянга, мільйон, мільйона, мільйони, мільйонів, мільярд, мільярда, мільярдаў, мільярди, мільярды,
мільярдів, мільён, мільёна, мільёнаў, мільёны, мј, мөл, мөлүйүөн, пин, сая, тис, тисяч, тисяча,
тисячі, трилион, трилиона, триллион, триллиона, триллионов, трильйон, трильйона, трильйони,
трильйонів, трлн, трыльён, трыльёна, трыльёнаў, трыльёны, тыс, тысяч, тысяча, тысячи, тысячы, тыһ,
тыһыынча, тэрбум, хил, хиляди, хиљ, хиљада, хиљаде, эзар, ҳазор, ҳзр, հազար, հզր, միլիարդ, միլիոն,
մլն, մլրդ, տրիլիոն, տրլն, אלף, טריליון, מיליארד, מיליון, آلاف, ألف, ارب, بلين, ترليون, تریلیون,
تىرىليون, لاکھ, ملايين, مليار, ملين, مليون, مىليارد, مىليون, مىڭ, میلیارد, میلیون, هزار,
هزارمیلیارد, ٹریلین, ٽرلين, کروڑ, کھرب, ھزار, ہزار, अब्ज, अरब, अ॰, एम, करोड, करोड़, के, कोटी, क॰,
खरब, खर्व, ख॰, ट्रिलियन, ति, त्रिलियन, दशलक्ष, निजुत, नील, पद्म, बि, बिलियन, रोजा, लख, लाख, शंख,
हज़ार, हजार, কো, কোটি, নিঃ, নিযুত, লা, লা কো, লাখ, লাখ কোটি, শঃ কঃ, শঃ কোঃ, শঃ পঃ, শত কো, শত কোটি,
শত পৰাৰ্দ্ধ, হা, হাজার, হাজাৰ, ਅਰਬ, ਕਰੋੜ, ਖਰਬ, ਨੀਲ, ਲੱਖ, ਹਜ਼ਾਰ, અબજ, કરોડ, જલધિ, નિખર્વ, મહાપદ્મ,
લાખ, શંકુ, હજાર, ଟ୍ରି, ନି, ନିୟୁତ, ବି, ଲକ୍ଷକୋଟି, ଶହକୋଟି, ହଜାର, ஆயிரம், டி, டிரில்லியன், பி,
பில்லியன், மி, மில்லியன், ట్రి, ట్రిలియన్, ట్రిలియన్లు, బి, బిలియన్, బిలియన్లు, మి, మిలియన్,
మిలియన్లు, వే, వేయి, వేలు, ಟ್ರಿ, ಟ್ರಿಲಿಯನ್‌, ಬಿ, ಬಿಲಿಯನ್, ಮಿ, ಮಿಲಿಯನ್, ಸಾ, ಸಾವಿರ, ആയിരം, ട്രില്യൺ,
ദശലക്ഷം, ബില്യൺ, ට්‍රි, ට්‍රිලියන, දහස, බි, බිලියන, මි, මිලියන, พัน, พันล้าน, ล้าน, ล้านล้าน, หมื่น,
หมื่นล้าน, แสน, แสนล้าน, ຕື້, ພັນ, ລລ, ລ້ານ, ລ້ານລ້ານ, ແສນ, ཁྲི་ཕྲག, དུང་ཕྱུར་, དུང་ཕྱུར་ཁྲི་,
དུང་ཕྱུར་བརྒྱ་, དུང་ཕྱུར་འབུམ་, དུང་ཕྱུར་ས་ཡ་, དུང་ཕྱུར་སྟོང, བྱེ་བ་, འབུམ་ཕྲག, ས་ཡ་, སྟོང་ཕྲག,
ကုဋေ, ကုဋေ သန်း, ကုဋေ သိန်း, ကုဋေ သောင်း, ကောဋိ, ဋေ, ဋေ ထ, ဋေ သ, ဋေ သန်း, ဋေ သိန်း, ထောင်, သန်း,
သိန်း, သောင်း, ათ, ათასი, მილიარდი, მილიონი, მლნ, მლრ, მლრდ, ტრილიონი, ტრლ, ሚሊዮን, ሚልዮን, ሽሕ, ቢሊዮን,
ቢልዮን, ትሪሊዮን, ትሪልዮን, ទ្រីលាន, ប៊ីលាន, ពាន់, លាន, ẹgbẹ̀rún, 万亿, ꭲᏻꮖꮧꮕꮫ, ꭲꮿꭶᏼꮅ, ꭲꮿꮤꮃꮧꮕꮫ, ꭲꮿꮶꭰꮧꮕꮫ
"""
SCALE_WORDS: Final = frozenset(" ".join(_WORDS.split()).split(", "))
