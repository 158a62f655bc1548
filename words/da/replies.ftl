reply_receipt_subject = Vi har fået din henvendelse
reply_receipt_body =
    Hej

    Vi fik din henvendelse den { $received }. Den gælder: { $kind }.

    Vi skal svare dig senest den { $due }. Har vi brug for mere tid, skriver vi inden da og siger hvorfor.

    Har du mere at sige, er du velkommen til at skrive til os.

    Venlig hilsen
    { $name_of_sender }
reply_identity_subject = Vi skal vide, at det er dig
reply_identity_body =
    Hej

    Den { $received } fik vi en henvendelse i dit navn. Den gælder: { $kind }.

    Vi vil gerne hjælpe. Men først skal vi vide, at det er dig, der spørger. Ellers kan dine oplysninger havne hos en anden.

    Det beder vi dig om:
    { $reason }

    Send ikke mere, end vi beder om. Skriv aldrig dit CPR-nummer i en almindelig mail.

    Fristen for vores svar står stille, til vi hører fra dig. Var det ikke dig, der skrev, så sig det til os.

    Venlig hilsen
    { $name_of_sender }
reply_clarification_subject = Hjælp os med at forstå dig rigtigt
reply_clarification_body =
    Hej

    Vi fik din henvendelse den { $received }. Den gælder: { $kind }.

    Vi vil gerne give dig det rigtige svar. Men vi er i tvivl om, hvad du mener:
    { $reason }

    Fortæl os gerne lidt mere. Gælder det alt, så skriv bare det.

    Fristen løber stadig. Vi skal svare dig senest den { $due }.

    Venlig hilsen
    { $name_of_sender }
reply_extension_subject = Vi har brug for mere tid
reply_extension_body =
    Hej

    Vi fik din henvendelse den { $received }. Den gælder: { $kind }.

    Vi kan desværre ikke nå at svare inden for en måned. Grunden er:
    { $reason }

    Loven giver os op til to måneder mere, når det er nødvendigt (GDPR artikel 12, stk. 3). Vi skal nu svare dig senest den { $due }. Er vi klar før, skriver vi før.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_access_done_subject = Din kopi er klar
reply_access_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad om at se, hvad vi har om dig.

    Din kopi er klar. Du henter den på din egen side hos os: { $page }

    Pas godt på den, for den handler om dig.

    Du kan bede os rette eller slette det, vi har. Du kan også bede os begrænse brugen eller gøre indsigelse mod den.

    Er du ikke tilfreds med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_nothing_held_subject = Vi fandt ingen oplysninger om dig
reply_nothing_held_body =
    Hej

    Vi fik din henvendelse den { $received }.

    Vi har ledt efter det, du spurgte om. Bortset fra selve henvendelsen fandt vi intet om dig.

    Kan vi kende dig under et andet navn eller en anden mailadresse? Så skriv det til os, og vi leder igen.

    Er du ikke tilfreds med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_portability_done_subject = Dine data er klar
reply_portability_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad om at få dine data med dig.

    De er klar. Du henter dem på din egen side hos os: { $page }

    Andre programmer kan læse dem, så du selv kan give dem videre til andre.

    Du får de data, som retten til at flytte data gælder for. Vil du se alt, hvad vi har om dig, så bed om en kopi af det.

    Vi sletter ikke noget, bare fordi du får dine data. Vil du også have dem slettet, så skriv til os.

    Er du ikke tilfreds med svaret, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_rectification_done_subject = Vi har rettet dine oplysninger
reply_rectification_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os rette noget, vi har om dig.

    Det er nu rettet. Tak, fordi du sagde til.

    Har vi givet oplysningerne videre, skal vi så vidt muligt sige det til dem, der fik dem. Skriv til os, hvis du vil vide, hvem det er.

    Venlig hilsen
    { $name_of_sender }
reply_rectification_refused_subject = Vi har ikke rettet dine oplysninger
reply_rectification_refused_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os rette noget, vi har om dig.

    Vi har set på sagen, men har ikke rettet det. Grunden er:
    { $reason }

    Mangler vi at vide noget, så skriv det til os. Så ser vi på det igen.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_erasure_done_subject = Vi har slettet dine oplysninger
reply_erasure_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os slette det, vi har om dig.

    Vi har nu slettet det, vi fandt.

    Har vi givet oplysningerne videre, skal vi så vidt muligt sige det til dem, der fik dem. Skriv til os, hvis du vil vide, hvem det er.

    Venlig hilsen
    { $name_of_sender }
reply_erasure_partial_subject = Vi har slettet det, vi kan
reply_erasure_partial_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os slette det, vi har om dig.

    Vi har nu slettet det, vi kan. Noget skal vi gemme:
    { $kept }

    Grunden er:
    { $reason }

    Vi gemmer det til og med den { $until }, og kun af den grund.

    Har vi givet oplysningerne videre, skal vi så vidt muligt sige det til dem, der fik dem. Skriv til os, hvis du vil vide, hvem det er.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_erasure_refused_subject = Vi har ikke slettet dine oplysninger
reply_erasure_refused_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os slette noget, vi har om dig.

    Vi har set på sagen, men har ikke slettet det. Grunden er:
    { $reason }

    Mangler vi at vide noget, så skriv det til os. Så ser vi på det igen.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_restriction_done_subject = Vi har sat brugen af dine oplysninger på pause
reply_restriction_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du bad os begrænse, hvad vi bruger dine oplysninger til.

    Det har vi gjort. Fra nu af gemmer vi dem kun. Vi må kun bruge dem til andet, hvis du siger ja, eller hvis loven tillader det, for eksempel i en retssag.

    Vi skriver til dig, før pausen slutter.

    Har vi givet oplysningerne videre, skal vi så vidt muligt sige det til dem, der fik dem. Skriv til os, hvis du vil vide, hvem det er.

    Venlig hilsen
    { $name_of_sender }
reply_restriction_lifted_subject = Pausen for dine oplysninger slutter
reply_restriction_lifted_body =
    Hej

    Vi fik din henvendelse den { $received }. Så satte vi brugen af dine oplysninger på pause.

    Pausen gælder til og med den { $until }. Derefter kan vi bruge dem igen. Grunden er:
    { $reason }

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_objection_done_subject = Du får ikke mere reklame fra os
reply_objection_done_body =
    Hej

    Vi fik din henvendelse den { $received }. Du sagde nej til markedsføring.

    Det retter vi os efter. Vi bruger ikke længere dine oplysninger til at sende dig reklame eller til at vælge, hvilken reklame du skal se.

    Du har altid ret til at sige nej, og du skylder os ingen forklaring. Du kan stadig få beskeder, der ikke er reklame, for eksempel om noget, du har købt.

    Venlig hilsen
    { $name_of_sender }
reply_objection_refused_subject = Svar på din indsigelse
reply_objection_refused_body =
    Hej

    Vi fik din henvendelse den { $received }. Du gjorde indsigelse mod, at vi bruger dine oplysninger.

    Vi har vejet dine grunde mod vores. Vi mener, at vi må blive ved. Grunden er:
    { $reason }

    Det gælder ikke reklame. Den kan du altid sige nej til, og så stopper vi.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
reply_excessive_subject = Vi gør ikke mere ved din henvendelse
reply_excessive_body =
    Hej

    Vi fik din henvendelse den { $received }. Den gælder: { $kind }.

    Loven lader os sige nej, når det er helt klart, at en henvendelse er grundløs eller går for vidt (GDPR artikel 12, stk. 5). Det mener vi gælder her. Grunden er:
    { $reason }

    Det er os, der skal vise, at vi har ret. Ser du anderledes på det, så skriv til os.

    Er du uenig, kan du klage til { $authority }. Du kan også gå til domstolene.

    Venlig hilsen
    { $name_of_sender }
