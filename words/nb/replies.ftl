reply_receipt_subject = Vi har mottatt henvendelsen din
reply_receipt_body =
    Hei

    Vi mottok henvendelsen din { $received }. Den gjelder: { $kind }.

    Vi skal svare deg senest { $due }. Trenger vi mer tid, skriver vi til deg før det og forteller hvorfor.

    Er det mer du vil fortelle, er du velkommen til å skrive til oss.

    Vennlig hilsen
    { $name_of_sender }
reply_identity_subject = Vi må vite at det er deg
reply_identity_body =
    Hei

    { $received } mottok vi en henvendelse i ditt navn. Den gjelder: { $kind }.

    Vi vil gjerne hjelpe. Men først må vi vite at det er du som spør. Ellers kan opplysningene dine havne hos noen andre.

    Dette ber vi deg om:
    { $reason }

    Ikke send mer enn vi ber om. Skriv aldri fødselsnummeret ditt i en vanlig e-post.

    Fristen for svaret vårt står stille til vi hører fra deg. Var det ikke du som skrev, så si gjerne fra.

    Vennlig hilsen
    { $name_of_sender }
reply_clarification_subject = Hjelp oss å forstå deg
reply_clarification_body =
    Hei

    Vi mottok henvendelsen din { $received }. Den gjelder: { $kind }.

    Vi vil gjerne gi deg det riktige svaret. Men vi er ikke sikre på hva du mener:
    { $reason }

    Fortell oss gjerne litt mer. Mener du alt, er det nok å si det.

    Fristen løper fortsatt. Vi skal svare deg senest { $due }.

    Vennlig hilsen
    { $name_of_sender }
reply_extension_subject = Vi trenger mer tid
reply_extension_body =
    Hei

    Vi mottok henvendelsen din { $received }. Den gjelder: { $kind }.

    Vi beklager at vi ikke kan svare innen en måned. Grunnen er:
    { $reason }

    Loven gir oss inntil to måneder til når det er nødvendig (personvernforordningen artikkel 12 nr. 3). Vi skal nå svare deg senest { $due }. Er vi ferdige før, skriver vi før.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_access_done_subject = Kopien din er klar
reply_access_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba om innsyn i det vi har om deg.

    Kopien din er klar. Du laster den ned på din egen side hos oss: { $page }

    Ta godt vare på den, for den handler om deg.

    Du kan be oss rette eller slette det vi har. Du kan også be oss begrense hvordan vi bruker det, eller protestere mot bruken.

    Er du ikke fornøyd med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_nothing_held_subject = Vi fant ingen opplysninger om deg
reply_nothing_held_body =
    Hei

    Vi mottok henvendelsen din { $received }.

    Vi har lett etter det du spurte om. Bortsett fra selve henvendelsen fant vi ingenting om deg.

    Kan vi kjenne deg under et annet navn eller en annen e-postadresse? Si fra, så leter vi igjen.

    Er du ikke fornøyd med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_portability_done_subject = Opplysningene dine er klare
reply_portability_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba om å få med deg opplysningene dine.

    De er klare. Du laster dem ned på din egen side hos oss: { $page }

    Andre programmer kan lese dem, så du kan selv gi dem videre til andre.

    Du får de opplysningene som retten til dataportabilitet omfatter. Vil du se alt vi har om deg, så be oss om en kopi av det.

    Vi sletter ikke noe bare fordi du får opplysningene dine. Vil du også ha dem slettet, så skriv til oss.

    Er du ikke fornøyd med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_rectification_done_subject = Vi har rettet opplysningene dine
reply_rectification_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss rette noe vi har om deg.

    Det er nå rettet. Takk for at du sa fra.

    Har vi gitt opplysningene videre, skal vi så langt det er mulig si fra til dem som fikk dem. Skriv til oss hvis du vil vite hvem de er.

    Vennlig hilsen
    { $name_of_sender }
reply_rectification_refused_subject = Vi har ikke rettet opplysningene dine
reply_rectification_refused_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss rette noe vi har om deg.

    Vi har undersøkt det, men har ikke rettet det. Grunnen er:
    { $reason }

    Er det noe vi ikke vet, så fortell oss det. Da ser vi på det igjen.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_erasure_done_subject = Vi har slettet opplysningene dine
reply_erasure_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss slette det vi har om deg.

    Vi har nå slettet det vi fant.

    Har vi gitt opplysningene videre, skal vi så langt det er mulig si fra til dem som fikk dem. Skriv til oss hvis du vil vite hvem de er.

    Vennlig hilsen
    { $name_of_sender }
reply_erasure_partial_subject = Vi har slettet det vi kan
reply_erasure_partial_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss slette det vi har om deg.

    Vi har nå slettet det vi kan. Noe må vi beholde:
    { $kept }

    Grunnen er:
    { $reason }

    Vi beholder det til og med { $until }, og bare av den grunn.

    Har vi gitt opplysningene videre, skal vi så langt det er mulig si fra til dem som fikk dem. Skriv til oss hvis du vil vite hvem de er.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_erasure_refused_subject = Vi har ikke slettet opplysningene dine
reply_erasure_refused_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss slette noe vi har om deg.

    Vi har undersøkt det, men har ikke slettet det. Grunnen er:
    { $reason }

    Er det noe vi ikke vet, så fortell oss det. Da ser vi på det igjen.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_restriction_done_subject = Vi har satt bruken av opplysningene dine på pause
reply_restriction_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du ba oss begrense hvordan vi bruker opplysningene dine.

    Det har vi gjort. Fra nå av lagrer vi dem bare. Vi kan bruke dem til noe annet bare hvis du sier ja, eller hvis loven tillater det, for eksempel i en rettssak.

    Vi skriver til deg før pausen slutter.

    Har vi gitt opplysningene videre, skal vi så langt det er mulig si fra til dem som fikk dem. Skriv til oss hvis du vil vite hvem de er.

    Vennlig hilsen
    { $name_of_sender }
reply_restriction_lifted_subject = Pausen for opplysningene dine slutter
reply_restriction_lifted_body =
    Hei

    Vi mottok henvendelsen din { $received }. Da satte vi bruken av opplysningene dine på pause.

    Pausen varer til og med { $until }. Etter det kan vi bruke dem igjen. Grunnen er:
    { $reason }

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_objection_done_subject = Du får ikke mer markedsføring fra oss
reply_objection_done_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du sa nei til markedsføring.

    Vi gjør som du sier. Vi bruker ikke lenger opplysningene dine til å sende deg markedsføring eller til å velge hvilken markedsføring du skal se.

    Du har alltid rett til å si nei, og du skylder oss ingen forklaring. Du kan fortsatt få meldinger som ikke er markedsføring, for eksempel om noe du har kjøpt.

    Vennlig hilsen
    { $name_of_sender }
reply_objection_refused_subject = Svaret vårt på protesten din
reply_objection_refused_body =
    Hei

    Vi mottok henvendelsen din { $received }. Du protesterte mot at vi bruker opplysningene dine.

    Vi har veid grunnene dine mot våre. Vi mener at vi kan fortsette. Grunnen er:
    { $reason }

    Dette gjelder ikke markedsføring. Det kan du alltid si nei til, og da slutter vi.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
reply_excessive_subject = Vi etterkommer ikke henvendelsen din
reply_excessive_body =
    Hei

    Vi mottok henvendelsen din { $received }. Den gjelder: { $kind }.

    Loven lar oss si nei når det er helt klart at en henvendelse er grunnløs eller går for langt (personvernforordningen artikkel 12 nr. 5). Vi mener at det er tilfellet her. Grunnen er:
    { $reason }

    Det er vi som må vise at vi har rett. Ser du annerledes på det, så skriv til oss.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Vennlig hilsen
    { $name_of_sender }
