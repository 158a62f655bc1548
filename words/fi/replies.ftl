reply_receipt_subject = Olemme saaneet pyyntösi
reply_receipt_body =
    Hei

    Saimme pyyntösi { $received }. Se koskee: { $kind }.

    Meidän on vastattava sinulle viimeistään { $due }. Jos tarvitsemme lisää aikaa, kirjoitamme ennen sitä ja kerromme syyn.

    Jos haluat kertoa lisää, voit kirjoittaa meille.

    Ystävällisin terveisin
    { $name_of_sender }
reply_identity_subject = Meidän on varmistettava, että se olet sinä
reply_identity_body =
    Hei

    Saimme { $received } pyynnön sinun nimissäsi. Se koskee: { $kind }.

    Haluamme auttaa. Ensin meidän on kuitenkin tiedettävä, että pyytäjä olet sinä. Muuten tietosi voisivat päätyä jollekulle toiselle.

    Pyydämme sinulta tätä:
    { $reason }

    Älä lähetä enempää kuin pyydämme. Älä koskaan kirjoita henkilötunnustasi tavalliseen sähköpostiin.

    Vastauksemme määräaika on pysähdyksissä, kunnes kuulemme sinusta. Jos et ollut se, joka kirjoitti, kerro siitä meille.

    Ystävällisin terveisin
    { $name_of_sender }
reply_clarification_subject = Auta meitä ymmärtämään
reply_clarification_body =
    Hei

    Saimme pyyntösi { $received }. Se koskee: { $kind }.

    Haluamme antaa sinulle oikean vastauksen. Emme kuitenkaan ole varmoja, mitä tarkoitat:
    { $reason }

    Kerro meille hieman lisää. Jos tarkoitat kaikkea, riittää, että sanot niin.

    Määräaika kuluu edelleen. Meidän on vastattava sinulle viimeistään { $due }.

    Ystävällisin terveisin
    { $name_of_sender }
reply_extension_subject = Tarvitsemme lisää aikaa
reply_extension_body =
    Hei

    Saimme pyyntösi { $received }. Se koskee: { $kind }.

    Pahoittelemme, ettemme pysty vastaamaan kuukauden kuluessa. Syy on:
    { $reason }

    Laki antaa meille tarvittaessa enintään kaksi kuukautta lisäaikaa (yleinen tietosuoja-asetus, 12 artiklan 3 kohta). Meidän on nyt vastattava sinulle viimeistään { $due }. Jos olemme valmiita aiemmin, kirjoitamme aiemmin.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_access_done_subject = Jäljennöksesi on valmis
reply_access_done_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit saada nähdä, mitä tietoja meillä on sinusta.

    Jäljennöksesi on valmis. Voit ladata sen omalta sivultasi: { $page }

    Pidä siitä hyvää huolta, sillä se kertoo sinusta.

    Voit pyytää meitä oikaisemaan tai poistamaan tietosi. Voit myös pyytää meitä rajoittamaan niiden käsittelyä tai vastustaa käsittelyä.

    Jos et ole tyytyväinen vastaukseemme, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_nothing_held_subject = Emme löytäneet tietoja sinusta
reply_nothing_held_body =
    Hei

    Saimme pyyntösi { $received }.

    Olemme etsineet sitä, mitä kysyit. Itse pyyntöä lukuun ottamatta emme löytäneet sinusta mitään.

    Voisimmeko tuntea sinut toisella nimellä tai toisella sähköpostiosoitteella? Kerro siitä, niin etsimme uudelleen.

    Jos et ole tyytyväinen vastaukseemme, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_portability_done_subject = Tietosi ovat valmiit
reply_portability_done_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit saada tietosi mukaasi.

    Ne ovat valmiit. Voit ladata ne omalta sivultasi: { $page }

    Muut ohjelmat osaavat lukea niitä, joten voit itse antaa ne eteenpäin.

    Saat ne tiedot, joita oikeus siirtää tiedot järjestelmästä toiseen koskee. Jos haluat nähdä kaiken, mitä meillä on sinusta, pyydä siitä jäljennös.

    Emme poista mitään vain siksi, että saat tietosi. Jos haluat, että ne myös poistetaan, kirjoita meille.

    Jos et ole tyytyväinen vastaukseemme, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_rectification_done_subject = Olemme oikaisseet tietosi
reply_rectification_done_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä oikaisemaan jotakin, mitä meillä on sinusta.

    Se on nyt oikaistu. Kiitos, että kerroit.

    Jos olemme luovuttaneet tietoja eteenpäin, meidän on mahdollisuuksien mukaan kerrottava asiasta niille, jotka ovat saaneet ne. Kirjoita meille, jos haluat tietää, keitä he ovat.

    Ystävällisin terveisin
    { $name_of_sender }
reply_rectification_refused_subject = Emme ole oikaisseet tietojasi
reply_rectification_refused_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä oikaisemaan jotakin, mitä meillä on sinusta.

    Olemme selvittäneet asian mutta emme ole oikaisseet tietoa. Syy on:
    { $reason }

    Jos on jotakin, mitä emme tiedä, kerro se meille. Silloin katsomme asiaa uudelleen.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_erasure_done_subject = Olemme poistaneet tietosi
reply_erasure_done_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä poistamaan sinua koskevat tiedot.

    Olemme nyt poistaneet löytämämme tiedot.

    Jos olemme luovuttaneet tietoja eteenpäin, meidän on mahdollisuuksien mukaan kerrottava asiasta niille, jotka ovat saaneet ne. Kirjoita meille, jos haluat tietää, keitä he ovat.

    Ystävällisin terveisin
    { $name_of_sender }
reply_erasure_partial_subject = Olemme poistaneet sen, minkä voimme
reply_erasure_partial_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä poistamaan sinua koskevat tiedot.

    Olemme nyt poistaneet sen, minkä voimme. Osa meidän on säilytettävä:
    { $kept }

    Syy on:
    { $reason }

    Säilytämme ne { $until } saakka, ja vain siitä syystä.

    Jos olemme luovuttaneet tietoja eteenpäin, meidän on mahdollisuuksien mukaan kerrottava asiasta niille, jotka ovat saaneet ne. Kirjoita meille, jos haluat tietää, keitä he ovat.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_erasure_refused_subject = Emme ole poistaneet tietojasi
reply_erasure_refused_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä poistamaan jotakin, mitä meillä on sinusta.

    Olemme selvittäneet asian mutta emme ole poistaneet tietoa. Syy on:
    { $reason }

    Jos on jotakin, mitä emme tiedä, kerro se meille. Silloin katsomme asiaa uudelleen.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_restriction_done_subject = Olemme rajoittaneet tietojesi käsittelyä
reply_restriction_done_body =
    Hei

    Saimme pyyntösi { $received }. Pyysit meitä rajoittamaan tietojesi käsittelyä.

    Olemme tehneet niin. Tästä lähtien ainoastaan säilytämme niitä. Saamme käyttää niitä muuhun vain, jos suostut siihen tai jos laki sallii sen, esimerkiksi oikeudenkäynnissä.

    Kirjoitamme sinulle ennen kuin rajoitus päättyy.

    Jos olemme luovuttaneet tietoja eteenpäin, meidän on mahdollisuuksien mukaan kerrottava asiasta niille, jotka ovat saaneet ne. Kirjoita meille, jos haluat tietää, keitä he ovat.

    Ystävällisin terveisin
    { $name_of_sender }
reply_restriction_lifted_subject = Tietojesi käsittelyn rajoitus päättyy
reply_restriction_lifted_body =
    Hei

    Saimme pyyntösi { $received }. Rajoitimme silloin tietojesi käsittelyä.

    Rajoitus on voimassa { $until } saakka. Sen jälkeen voimme taas käyttää tietoja. Syy on:
    { $reason }

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_objection_done_subject = Et enää saa meiltä markkinointia
reply_objection_done_body =
    Hei

    Saimme pyyntösi { $received }. Kielsit markkinoinnin.

    Teemme niin kuin sanot. Emme enää käytä tietojasi markkinoinnin lähettämiseen emmekä sen valitsemiseen, mitä markkinointia näet.

    Sinulla on aina oikeus kieltää se, etkä ole meille selitystä velkaa. Voit yhä saada viestejä, jotka eivät ole markkinointia, esimerkiksi ostoksestasi.

    Ystävällisin terveisin
    { $name_of_sender }
reply_objection_refused_subject = Vastauksemme vastustukseesi
reply_objection_refused_body =
    Hei

    Saimme pyyntösi { $received }. Vastustit sitä, että käytämme tietojasi.

    Olemme punninneet perusteitasi ja omiamme. Katsomme, että voimme jatkaa. Syy on:
    { $reason }

    Tämä ei koske markkinointia. Sen voit aina kieltää, ja silloin lopetamme.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
reply_excessive_subject = Emme toteuta pyyntöäsi
reply_excessive_body =
    Hei

    Saimme pyyntösi { $received }. Se koskee: { $kind }.

    Laki sallii meidän kieltäytyä, kun on aivan selvää, että pyyntö on perusteeton tai kohtuuton (yleinen tietosuoja-asetus, 12 artiklan 5 kohta). Katsomme, että näin on tässä tapauksessa. Syy on:
    { $reason }

    Meidän on osoitettava, että olemme oikeassa. Jos näet asian toisin, kirjoita meille.

    Jos olet eri mieltä, voit tehdä valituksen viranomaiselle: { $authority }. Voit myös viedä asian tuomioistuimeen.

    Ystävällisin terveisin
    { $name_of_sender }
