reply_receipt_subject = Vi har fått din begäran
reply_receipt_body =
    Hej!

    Vi fick din begäran den { $received }. Den gäller: { $kind }.

    Vi ska svara dig senast den { $due }. Behöver vi mer tid hör vi av oss innan dess och talar om varför.

    Har du mer att säga får du gärna skriva till oss.

    Vänliga hälsningar
    { $name_of_sender }
reply_identity_subject = Vi behöver veta att det är du
reply_identity_body =
    Hej!

    Den { $received } fick vi en begäran i ditt namn. Den gäller: { $kind }.

    Vi hjälper gärna till. Men först behöver vi veta att det är du som frågar. Annars kan dina uppgifter hamna hos någon annan.

    Det här ber vi dig om:
    { $reason }

    Skicka inte mer än vi ber om. Skriv aldrig ditt personnummer i ett vanligt mejl.

    Tiden för vårt svar står stilla tills du hör av dig. Var det inte du som skrev? Tala gärna om det för oss.

    Vänliga hälsningar
    { $name_of_sender }
reply_clarification_subject = Hjälp oss att förstå dig rätt
reply_clarification_body =
    Hej!

    Vi fick din begäran den { $received }. Den gäller: { $kind }.

    Vi vill gärna ge dig rätt svar. Men vi är osäkra på vad du menar:
    { $reason }

    Berätta gärna lite mer. Gäller det allt räcker det att skriva så.

    Tiden löper fortfarande. Vi ska svara dig senast den { $due }.

    Vänliga hälsningar
    { $name_of_sender }
reply_extension_subject = Vi behöver mer tid
reply_extension_body =
    Hej!

    Vi fick din begäran den { $received }. Den gäller: { $kind }.

    Vi hinner tyvärr inte svara inom en månad. Skälet är:
    { $reason }

    Lagen ger oss upp till två månader till när det behövs (GDPR artikel 12.3). Vi ska nu svara dig senast den { $due }. Är vi klara tidigare hör vi av oss då.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_access_done_subject = Din kopia är klar
reply_access_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad om att få se vad vi har om dig.

    Din kopia är klar. Du hämtar den på din egen sida hos oss: { $page }

    Var rädd om den, för den handlar om dig.

    Du kan be oss att rätta eller radera det vi har. Du kan också be oss att begränsa hur vi använder det, eller invända mot det.

    Är du inte nöjd med svaret kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_nothing_held_subject = Vi hittade inga uppgifter om dig
reply_nothing_held_body =
    Hej!

    Vi fick din begäran den { $received }.

    Vi har letat efter det du frågade om. Bortsett från själva begäran hittade vi inget om dig.

    Kan vi känna till dig under ett annat namn eller en annan e-postadress? Skriv det till oss, så letar vi igen.

    Är du inte nöjd med svaret kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_portability_done_subject = Dina data är klara
reply_portability_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad om att få med dig dina data.

    De är klara. Du hämtar dem på din egen sida hos oss: { $page }

    Andra program kan läsa dem, så att du själv kan lämna dem vidare till andra.

    Du får de data som rätten att flytta data gäller för. Vill du se allt vi har om dig kan du be om en kopia.

    Vi raderar inget bara för att du får dina data. Vill du också få dem raderade kan du skriva till oss.

    Är du inte nöjd med svaret kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_rectification_done_subject = Vi har rättat dina uppgifter
reply_rectification_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att rätta något vi har om dig.

    Det är nu rättat. Tack för att du sa till.

    Har vi lämnat uppgifterna vidare ska vi så långt det går tala om det för dem som fick dem. Skriv till oss om du vill veta vilka de är.

    Vänliga hälsningar
    { $name_of_sender }
reply_rectification_refused_subject = Vi har inte rättat dina uppgifter
reply_rectification_refused_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att rätta något vi har om dig.

    Vi har tittat på saken men har inte rättat det. Skälet är:
    { $reason }

    Är det något vi inte känner till? Skriv det till oss, så tittar vi på det igen.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_erasure_done_subject = Vi har raderat dina uppgifter
reply_erasure_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att radera det vi har om dig.

    Vi har nu raderat det vi hittade.

    Har vi lämnat uppgifterna vidare ska vi så långt det går tala om det för dem som fick dem. Skriv till oss om du vill veta vilka de är.

    Vänliga hälsningar
    { $name_of_sender }
reply_erasure_partial_subject = Vi har raderat det vi kan
reply_erasure_partial_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att radera det vi har om dig.

    Vi har nu raderat det vi kan. En del måste vi spara:
    { $kept }

    Skälet är:
    { $reason }

    Vi sparar det till och med den { $until }, och bara av det skälet.

    Har vi lämnat uppgifterna vidare ska vi så långt det går tala om det för dem som fick dem. Skriv till oss om du vill veta vilka de är.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_erasure_refused_subject = Vi har inte raderat dina uppgifter
reply_erasure_refused_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att radera något vi har om dig.

    Vi har tittat på saken men har inte raderat det. Skälet är:
    { $reason }

    Är det något vi inte känner till? Skriv det till oss, så tittar vi på det igen.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_restriction_done_subject = Vi har pausat användningen av dina uppgifter
reply_restriction_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du bad oss att begränsa hur vi använder dina uppgifter.

    Det har vi gjort. Från och med nu sparar vi dem bara. Vi får använda dem till annat bara om du säger ja eller om lagen tillåter det, till exempel i en rättegång.

    Vi skriver till dig innan pausen tar slut.

    Har vi lämnat uppgifterna vidare ska vi så långt det går tala om det för dem som fick dem. Skriv till oss om du vill veta vilka de är.

    Vänliga hälsningar
    { $name_of_sender }
reply_restriction_lifted_subject = Pausen för dina uppgifter tar slut
reply_restriction_lifted_body =
    Hej!

    Vi fick din begäran den { $received }. Då pausade vi användningen av dina uppgifter.

    Pausen gäller till och med den { $until }. Därefter kan vi använda dem igen. Skälet är:
    { $reason }

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_objection_done_subject = Du får ingen mer reklam från oss
reply_objection_done_body =
    Hej!

    Vi fick din begäran den { $received }. Du sa nej till marknadsföring.

    Det rättar vi oss efter. Vi använder inte längre dina uppgifter för att skicka reklam till dig eller för att välja vilken reklam du ska se.

    Du har alltid rätt att säga nej och du behöver inte förklara varför. Du kan fortfarande få meddelanden som inte är reklam, till exempel om något du har köpt.

    Vänliga hälsningar
    { $name_of_sender }
reply_objection_refused_subject = Svar på din invändning
reply_objection_refused_body =
    Hej!

    Vi fick din begäran den { $received }. Du invände mot att vi använder dina uppgifter.

    Vi har vägt dina skäl mot våra. Vi anser att vi får fortsätta. Skälet är:
    { $reason }

    Det gäller inte reklam. Den kan du alltid säga nej till, och då slutar vi.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
reply_excessive_subject = Vi går inte vidare med din begäran
reply_excessive_body =
    Hej!

    Vi fick din begäran den { $received }. Den gäller: { $kind }.

    Lagen låter oss säga nej när det är helt klart att en begäran är ogrundad eller går för långt (GDPR artikel 12.5). Vi anser att det gäller här. Skälet är:
    { $reason }

    Det är vi som ska visa att vi har rätt. Ser du annorlunda på saken får du gärna skriva till oss.

    Håller du inte med kan du klaga hos { $authority }. Du kan också gå till domstol.

    Vänliga hälsningar
    { $name_of_sender }
