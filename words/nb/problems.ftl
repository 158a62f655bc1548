problem_not_found = Her er det ingenting
problem_method_not_allowed = Det kan ikke gjøres her
problem_internal = Noe gikk galt hos oss
problem_unavailable = Ikke tilgjengelig akkurat nå
problem_sign_in_needed = Logg inn først
problem_sign_in_failed = Adressen eller passordet er feil
problem_too_many_attempts = For mange forsøk
problem_second_factor_asked = Det kreves også totrinnspålogging
problem_second_factor_wrong = Koden stemmer ikke
problem_passkey_wrong = Tilgangsnøkkelen ble ikke godtatt
problem_passkey_copied = Tilgangsnøkkelen kan være kopiert
problem_passkey_elsewhere = Tilgangsnøkler virker på en annen adresse
problem_passkeys_unavailable = Tilgangsnøkler virker ikke her
problem_second_factor_needed = Sett først opp totrinnspålogging
problem_fresh_proof_needed = Vis igjen at det er deg
problem_proof_wrong = Det stemte ikke
problem_not_allowed = Rollen din tillater ikke dette
problem_cross_site = Forespørselen kom fra et annet nettsted
problem_invalid = Et felt er ikke riktig
problem_malformed = Forespørselen kan ikke leses
problem_too_large = Forespørselen er for stor
problem_unknown_site = Det finnes ikke noe nettsted med denne nøkkelen
problem_notice_unlawful = Samtykketeksten kan ikke publiseres
problem_form_unlawful = Skjemaet kan ikke publiseres
problem_campaign_unlawful = Nyhetsbrevet kan ikke sendes
problem_unanswered = Noe personen har bedt om, er ikke besvart
problem_recipients_open = En ekstern mottaker har ikke svart
problem_too_much = Det er mer enn én person pleier å etterlate seg
problem_not_for_profiles = Dette kan ikke skrives ned om en person
problem_changed = Det er blitt endret i mellomtiden
problem_no_answer = Personen har ikke fått noe svar
problem_mail_later = E-post går ikke ut nå
problem_notice_changed = En nyere samtykketekst er publisert
problem_untrusted_choice = Valget ble ikke tatt av en person
problem_banner_not_shown = Banneret var ikke på skjermen
problem_refused = Avgjørelsen er nei
problem_taken = Det har noen andre allerede
problem_link_spent = Lenken er brukt, for gammel eller ukjent
problem_clock_in_doubt = Klokken er langt fra det siste tidspunktet som er sett her
problem_gone_too_much = Så mye slettes ikke av seg selv
problem_nothing_to_confirm = Det er ingenting å bekrefte
problem_filter_invalid = Dette filteret kan ikke brukes
problem_segment_invalid = Dette segmentet kan ikke regnes ut
problem_segment_in_use = Noe hviler på dette segmentet
problem_report_too_slow = Rapporten tok for lang tid
problem_timed_out = Det tok for lang tid
problem_body_too_slow = Forespørselen kom for langsomt
problem_too_many_choices = For mange valg
problem_dialect_unknown = Dette sporingsverktøyet støttes ikke
problem_feed_stale = Tilbaketrekkinger er ikke kjent akkurat nå

detail_again_in_minutes =
    prøv igjen om { $minutes ->
        [one] et minutt
       *[other] { $minutes } minutter
    }
detail_answer_first = send eller skriv ned et svar først, eller send `without_answer` hvis personen fikk beskjed på en annen måte
detail_ask_for_a_new_one = be om en ny
detail_ask_for_a_shorter_period = velg en kortere periode
detail_attribute_name = et navn er 1 til 40 små bokstaver, tall og `_`, og begynner med en bokstav
detail_attribute_value = en verdi er én linje på høyst 500 tegn
detail_body_longer = innholdet er lengre enn { $n } byte
detail_body_not_a_choice = innholdet er ikke et valg
detail_body_not_gzip = innholdet er ikke gyldig gzip
detail_body_not_of_this_protocol = innholdet har ikke denne protokollens form
detail_body_not_received = Innholdet kunne ikke mottas: { $why }
detail_body_of_a_sign_up = innholdet må ha `email`, `topics` og `version`, kan ha `language`, `page`, `website`, `site` og `token`, og ingenting annet
detail_by_is_a_dimension = `by` er navnet på en dimensjon som `source`
detail_check_both_and_try_again = kontroller begge deler og prøv igjen
detail_check_the_address = kontroller adressen
detail_check_the_key_in_the_tag = kontroller nøkkelen i taggen
detail_check_the_password_or_code = kontroller passordet eller koden og prøv igjen
detail_check_the_site_key = kontroller nettstedets nøkkel
detail_choice_at_most = et valg er høyst 16 KiB
detail_clock_behind = klokken på denne serveren går etter; send det igjen senere
detail_close_other_requests_first = avslutt først de andre henvendelsene fra personen, og vent til svaret er sendt
detail_confirm_rows = se gjennom planen; er den riktig, så send `confirm_rows` med { $rows }
detail_control_is_missing = `control` mangler
detail_each_answer_counts_once = prøv igjen; hvert svar gjelder én gang, i fem minutter
detail_events_at_most = en forespørsel kan ha høyst { $n } hendelser
detail_events_cannot_be_written = hendelser kan ikke skrives; send det igjen senere
detail_field = `{ $field }` { $why }
detail_file_at_most = send høyst { $n } MB om gangen
detail_file_is_missing = `file` mangler
detail_filter_too_long = et filter kan ha { $n } byte
detail_filter_malformed = et filter er JSON som `["is", "source", ["google"]]`, med `and` og `or` over en liste av filtre og `not` over ett
detail_filter_too_deep = et filter kan ha { $n } nivåer
detail_filter_too_many = et filter kan ha { $n } deler
detail_filter_operator = `{ $what }` er ingen operator; det finnes { $all }
detail_filter_dimension = `{ $what }` er ingen dimensjon; det finnes { $all }, og `prop:` foran navnet på en egenskap
detail_filter_unfit = `{ $operator }` passer ikke til `{ $dimension }`
detail_filter_values = `{ $what }` må ha 1 til { $n } verdier på høyst { $bytes } byte i en liste
detail_filter_undeclared = nettstedet oppgir ingen egenskap `{ $what }`; legg den til i nettstedets innstillinger for å samle den inn
detail_filter_number = `{ $what }` må ha et tall, `between` to i en liste, det laveste først
detail_segment_facet = `{ $what }` er ikke noe segmenter spør etter; listen finnes på `GET /segments/facets`
detail_segment_unknown = det nevner et segment som ikke finnes
detail_segment_deep = segmenter kan stå i hverandre høyst { $n } dypt, og ingen i seg selv
detail_segment_large = med segmentene som står i det, har det for mange betingelser
detail_segment_in_use = et nyhetsbrev som ikke er ferdig, eller et annet segment hviler på det: endre det først
detail_from_and_to_are_days = `from` og `to` er dager som 2026-11-01
detail_grain_is_an_interval = `grain` er `hour`, `day`, `week` eller `month`
detail_grant_needs_a_real_act = et ja krever en virkelig handling i banneret (B-28)
detail_id_invalid = `{ $id }` er ikke en gyldig id
detail_is_a_mail_server_set_up = er det satt opp en e-posttjener, og svarer den?
detail_it_is_logged_try_again_later = det står i loggen; prøv igjen senere
detail_it_took_too_long = det tok for lang tid; prøv igjen, eller be om mindre om gangen
detail_json_needed = Forespørselen må ha `Content-Type: application/json`
detail_json_not_as_asked = JSON-innholdet er ikke som det skal være: { $why }
detail_json_unread = Innholdet kan ikke leses som JSON: { $why }
detail_key_from_before_scopes = nøkkelen ble laget før nøkler sa hva de er til
detail_key_has_no_account = en nøkkel har ingen egen konto
detail_key_not_made_for_this = nøkkelen er ikke laget for dette; en eier kan lage en som er det
detail_language_is_unknown = `language` er ukjent
detail_load_the_page_again = last inn siden igjen og velg på nytt
detail_look_at_the_clock = se på maskinens klokke; går den riktig, så bekreft det
detail_look_at_the_request = kontroller adressen, hodefeltene og innholdet
detail_mail_is_not_caught_here = e-post fanges ikke opp her
detail_many_are_signing_in = mange logger inn samtidig; prøv igjen om litt
detail_mapping_and_vouched = `mapping` og `vouched` er JSON på høyst 256 kB
detail_mark_who_has_answered = merk av under «Mottakere av opplysninger» hvem som har svart; så kan den avsluttes
detail_mend_what_is_listed = rett det som står på listen, og prøv igjen
detail_metrics_elsewhere = målinger leses på `metrics_listen`, eller her med `metrics_token`
detail_national_number_needs_a_ground = et fødselsnummer krever et eget grunnlag (N-01, N-02)
detail_no_notice_is_published = ingen samtykketekst er publisert
detail_no_site_key = forespørselen oppgir ingen nøkkel til et nettsted
detail_not_a_customer_number = dette er ikke et kundenummer på 1 til 64 tegn
detail_not_a_telephone_number = dette er ikke et telefonnummer med landskode, som +4740612345
detail_not_an_email_address = dette er ikke en e-postadresse
detail_not_the_file_or_form = innholdet kan ikke leses som den filen eller det skjemaet det sies å være
detail_nothing_is_collected = det folk sier, kan ikke skrives ned, så ingenting samles inn; send det igjen senere
detail_open_at = åpne Hjemmel på { $address }
detail_order_is_loose_or_strict = `order` er `loose` eller `strict`
detail_other_files_are_taken_in = andre filer holder på å bli lest inn; prøv igjen om et minutt
detail_page_of_the_console = dette er en side i konsollen; API-et begynner med /api/v1
detail_period_longer = perioden er lengre enn { $n } dager
detail_prove_it = vis det med `POST /session/proof`
detail_public_url_needs_a_name = `public_url` må være https med et navn, ikke en adresse i tall
detail_query_unread = Parameterne i forespørselen kan ikke leses: { $why }
detail_read_the_condition_again = les tilstanden på nytt
detail_remove_this_passkey = logg inn på en annen måte, fjern denne tilgangsnøkkelen, og legg til en ny
detail_refused = { $why } { $way_out } ({ $rule })
detail_role_may_not = rollen `{ $role }` kan ikke gjøre dette
detail_say_shown_first = si `shown` først, og send det som kommer tilbake, sammen med valget (B-28)
detail_send_a_recovery_code = send en reservekode som `code`: tilgangsnøkler virker ikke her
detail_send_less = send mindre om gangen
detail_send_passkey_or_recovery_code = send svaret fra en tilgangsnøkkel som `passkey`, eller en reservekode som `code`
detail_send_the_code = send koden fra autentiseringsappen din som `code`
detail_send_the_code_or_passkey = send koden fra autentiseringsappen din som `code`, eller svaret fra en tilgangsnøkkel som `passkey`
detail_send_the_header = send hodefeltet `X-Hjemmel: 1` med hver endring
detail_send_the_metrics_token = send `Authorization: Bearer` med `metrics_token`
detail_sign_in_or_send_a_key = logg inn, eller send `Authorization: Bearer` med en nøkkel
detail_sign_up_at_most = en påmelding er høyst 16 KiB
detail_special_data_needs_a_ground = særlige kategorier av personopplysninger og opplysninger om straffbare forhold krever et eget grunnlag (P-08, P-18)
detail_steps_are_filters = `steps` er en JSON-liste av filtre
detail_the_api_is_described = API-et er beskrevet på /docs
detail_the_body_does_not_come = innholdet kommer ikke; send det igjen over en bedre forbindelse
detail_the_database_does_not_answer = databasen svarer ikke; prøv igjen senere
detail_the_period_ends_before_it_begins = perioden slutter før den begynner
detail_the_tag_is_not_built = taggen er ikke med i denne utgaven: kjør `make tag`
detail_this_is_for_staff = dette er for ansatte
detail_too_many_choices = det kommer for mange valg herfra: prøv igjen om en stund
detail_too_many_events_wait = for mange hendelser venter; send det igjen senere
detail_tracker_not_spoken_to = { $tracker } støttes ikke her, og ingenting ble lagret: bruk serverens egen tagg eller en protokoll som støttes, som Matomos, Snowplows eller Segments
detail_try_again_in_a_moment = prøv igjen om et øyeblikk
detail_wait_for_the_next_code = vent på den neste; hver kode gjelder bare én gang
detail_window_is_a_time = `window` er en tid som `30m`, `12h` eller `7d`, høyst 90 dager
detail_withdrawals_unread = tilbaketrekkinger kan ikke leses, så ingenting er tillatt; send det igjen senere
detail_would_go_at_once = { $gone } av { $all } ville blitt slettet på én gang; se hvorfor, og bekreft det hvis det er riktig
detail_your_organisation_asks_for_one = organisasjonen krever det i din rolle

fault_accent = `accent` må være en farge som #0b6e75, som hvit tekst kan leses på (4,5:1)
fault_blocks = det må ha 1 til { $n } blokker
fault_controller_placeholder = den behandlingsansvarlige har fortsatt plassholderens navn; gi organisasjonen sitt eget (B-11)
fault_form_policy_url = personvernerklæringen må ha en adresse som begynner med https://, http:// eller / (R-10)
fault_link = `{ $what }` må begynne med https:// eller http:// og kan ikke navngi noen
fault_merge_sign = `{ $what }` inneholder `{ $sign }`, som ingenting fyller ut her: leserne ville fått det slik det er skrevet
fault_no_purpose_is_named = ikke noe formål er nevnt (P-01)
fault_no_text = `{ $what }` har ingen tekst på `{ $language }` (B-12, E-04)
fault_no_topic_is_named = ikke noe emne er nevnt (E-04)
fault_policy_url = personvernerklæringen må ha en adresse som begynner med https://, http:// eller / (B-11)
fault_purpose_no_text = formålet `{ $purpose }` har ingen tekst på `{ $language }` (B-11, B-12)
fault_purpose_recipient = formålet `{ $purpose }` deler opplysninger og nevner ingen mottaker (T-05, T-10)
fault_purpose_retention = formålet `{ $purpose }` må ha en lagringstid på 1 til 3650 dager (P-07)
fault_purpose_twice = formålet `{ $purpose }` er nevnt to ganger (B-01)
fault_sender_placeholder = avsenderen har fortsatt plassholderens navn; gi organisasjonen sitt eget (E-04)
fault_text_not_sendable = `{ $what }` mangler, er for lang eller har tegn som ikke kan sendes (E-09)
fault_topic_not_of_form = skjemaet spør ikke om dette emnet, så ingen har sagt ja til det hos denne avsenderen (E-04)
fault_pressing = `{ $phrase }` i teksten til `{ $purpose }` presser leseren (B-24)
fault_tied = `{ $phrase }` i teksten til `{ $purpose }` knytter ja-et til noe annet (B-09)
fault_long = en setning i teksten til `{ $purpose }` har mer enn { $n } ord (B-12)
fault_vague = `{ $phrase }` i teksten til `{ $purpose }` er for vagt (B-12)

field_a_key_cannot_be_an_owner = en nøkkel kan ikke være eier
field_are_1_to_10 = må være 1 til 10
field_are_2_to_10 = er 2 til 10
field_are_at_most_200 = kan være høyst 200
field_are_days_that_have_been = og `to_on` må være dager som har vært, i den rekkefølgen
field_are_more_than_50 = er flere enn 50: les dem inn i to omganger
field_are_the_words_as_shown = må være ordene slik de ble vist, minst ti tegn, og kan ikke navngi noen
field_are_too_much_for_a_newsletter = er for mye for ett nyhetsbrev (200 kB)
field_can_be_extended_once = fristen kan forlenges én gang, innen den første måneden
field_cannot_be_read_as_csv = kan ikke leses som CSV
field_cannot_be_sent = kan ikke sendes
field_cannot_be_unpacked = kan ikke pakkes ut
field_cohorts_are_60 = er `week` eller `month` og gir høyst 59 intervaller
field_hours_are_of_a_month = `hour` er for høyst 31 dager
field_no_exemption_for_statistics = leser på enheten, og dansk og svensk rett unntar ingen statistikk (T-12); tell forespørsler i stedet
field_counting_needs_an_assessment = å telle uten tillatelse krever en nedskrevet vurdering (T-12)
field_first_make_sure_who_asks = først må det være klart hvem som spør
field_has_an_open_quote = har et anførselstegn som ikke er lukket: et felt løper over linjer der det står adresser
field_has_at_most_300_characters = kan ha høyst 300 tegn, på én linje
field_has_no_address_column = har ingen kolonne med e-postadresser; kall den `email`. Linje { $line } ble tatt for den som gir kolonnene navn: { $shown }
field_has_no_head = har ingen linje som gir kolonnene navn
field_has_no_phone_column = har ingen kolonne med telefonnumre; kall den `phone`. Linje { $line } ble tatt for den som gir kolonnene navn: { $shown }
field_has_no_rows = har ingen rader under linjen som gir kolonnene navn
field_has_no_sheet = har ikke noe ark med noe i
field_has_too_long_column_names = har kolonner med for lange navn
field_has_too_many_columns = har mer enn 500 kolonner
field_has_too_many_fields = har mer enn tjue millioner felter: del den opp
field_has_too_many_rows = har mer enn ti millioner rader: del den opp
field_has_a_long_row = har en rad på mer enn fire megabyte, eller et anførselstegn som ikke er lukket
field_unpacks_to_more_than_may_be_sent = blir utpakket mer enn det kan sendes på én gang: del den opp
field_has_too_many_texts = har flere tekster enn en arbeidsbok kan ha: lagre den som CSV i UTF-8
field_is_too_large_a_workbook = er en arbeidsbok på mer enn 200 MB: lagre den som CSV i UTF-8
field_has_too_many_sheets = har mer enn 200 ark: del den opp
field_holds_too_many_files = inneholder mer enn 2000 filer
field_holds_what_the_role_may_not_do = inneholder noe som rollen ikke kan gjøre
field_is_a_time_that_has_been = må være et tidspunkt som har vært
field_is_an_archive_without_a_table = er et arkiv uten noen CSV- eller XLSX-fil
field_is_by_mail = skjer med en e-post: et ja til andre kanaler leveres bare inn av en server som selv så dem si det
field_is_easily_guessed = er lett å gjette: ta flere ord som ikke har noe med hverandre å gjøre
field_is_longer_than_100_kb = er lengre enn 100 kB
field_is_longer_than_512_bytes = er lengre enn 512 byte
field_is_missing_or_too_long = mangler, er for lang eller har tegn som ikke kan lagres
field_is_needed_as_one_line = må fylles ut med én linje som ikke er for lang
field_is_needed_as_web_address = må fylles ut: hvor de sa det, som en nettadresse
field_is_needed_without_a_person = må fylles ut når personen ikke er oppgitt
field_is_no_email_address = er ikke en e-postadresse
field_is_no_text = er ikke tekst: lagre den som CSV i UTF-8 eller som XLSX
field_is_no_workbook = er ikke en arbeidsbok som kan leses: lagre den som XLSX eller som CSV i UTF-8
field_is_none_that_a_message_can_go_to = er ikke en som det kan sendes en melding til
field_is_not_known_yet = er ikke kjent: publiser først et påmeldingsskjema eller en samtykketekst
field_is_not_named_by_the_form = nevnes ikke i ordene i skjemaet (E-04)
field_is_not_of_this_protocol = har ikke denne protokollens form
field_is_not_one_of_ours = er ikke en av våre
field_is_not_the_current_version = er ikke den gjeldende versjonen av skjemaet
field_is_not_the_json = er ikke den JSON-en det bes om
field_is_said_already = er allerede oppgitt; registrer en annen henvendelse
field_is_taken_from_a_server_only = tas bare imot fra en server som selv så dem si det: med `confirm` satt til false
field_is_the_placeholder = er plassholderen: gi organisasjonen sitt eget navn
field_names_special_data = nevner helse, tro, politikk, fagforening, opprinnelse, seksualliv eller straffbare forhold, som krever et eget grunnlag (P-08, P-18)
field_is_three_capital_letters = er tre store bokstaver (ISO 4217)
field_is_two_letters = er to bokstaver, som `NO` (ISO 3166)
field_is_where_they_were_shown = må være siden eller stedet der de ble vist
field_may_have_200_entries = kan ha høyst 200 oppføringer på 300 tegn
field_must_be_0_to_60_000 = må være 0 til 60 000
field_must_be_1_to_732 = må være 1 til 732
field_must_be_within_a_year = må ligge innen et år
field_must_be_within_five_years = må ligge innenfor de siste fem årene
field_must_be_within_the_last_year = må ligge innenfor det siste året
field_must_not_hold_your_name = kan ikke inneholde navnet ditt, adressen din eller organisasjonens navn
field_must_say_how_it_was_made_sure = må si hvordan dere vet hvem det er
field_names_a_topic_not_of_the_form = nevner et emne som skjemaet ikke har, eller ikke noe
field_has_no_confirmed_address = krever en bekreftet e-postadresse; skriv et brev i stedet
field_is_a_day_of_the_pause = må være en dag mellom pausens begynnelse og i dag
field_is_for_a_named_person = må skrives ned av en bruker, ikke med en API-nøkkel
field_names_an_unasked_purpose = nevner et formål det ikke spørres om
field_names_an_unknown_topic = nevner et emne som ikke finnes
field_names_no_topic_of_the_form = nevner ikke noe emne fra skjemaet
field_needs_15_to_400_characters = må ha 15 til 400 tegn på hvert av organisasjonens språk
field_needs_1_to_100_characters = må ha 1 til 100 tegn
field_needs_1_to_200_characters = må ha 1 til 200 tegn
field_needs_2_to_400_characters = må ha 2 til 400 tegn på hvert av organisasjonens språk
field_needs_a_host = må ha minst én vert som `www.shop.example`, eller `*.shop.example` med alt under, uten https://
field_needs_a_time_zone = må være et navn som Europe/Oslo
field_needs_an_email_address = må være en e-postadresse
field_needs_at_least_12_characters = må ha minst 12 tegn
field_needs_email = må ha `email`, som skjemaet selv spør om
field_needs_three_capital_letters = må være tre store bokstaver som NOK
field_needs_two_capital_letters = må være to store bokstaver som NO
field_says_nothing = sier ingenting
field_says_why = må si hvorfor, på høyst 500 tegn
field_still_has_a_gap = har fortsatt et hull (…), eller emnelinjen er ikke én linje
field_the_clock_stands_still = klokken står stille: si først hvem det er
field_the_person_was_asked_already = personen er allerede spurt eller kjent
field_unpacks_to_too_much = blir mer enn 400 MB når den pakkes ut: lagre den som CSV i UTF-8

detail_no_such = { $what ->
    [passkey] tilgangsnøkkelen finnes ikke
    [address] adressen finnes ikke
    [api_key] API-nøkkelen finnes ikke
    [browser] nettleseren finnes ikke
    [browser_behind_this_record] nettleseren bak dette beviset finnes ikke
    [consent] samtykket finnes ikke
    [filter] filteret finnes ikke
    [organisation] organisasjonen finnes ikke
    [evidence] beviset finnes ikke
    [form] skjemaet finnes ikke
    [form_or_topic] skjemaet eller emnet finnes ikke
    [import] innlesingen finnes ikke
    [invitation] invitasjonen finnes ikke eller er brukt
    [second_factor] det er ingen totrinnspålogging å bruke
    [job] jobben finnes ikke
    [key_of_this_person] nøkkelen til denne personen finnes ikke
    [link] lenken finnes ikke
    [member_of_staff_to_send_a_test_to] det er ingen ansatt å sende en prøve til
    [message] e-posten finnes ikke
    [newsletter] nyhetsbrevet finnes ikke
    [segment] segmentet finnes ikke
    [open_notice] det er ingen åpen beskjed til den mottakeren
    [pause] pausen finnes ikke
    [person] personen finnes ikke
    [receipt] kvitteringen finnes ikke
    [recipient] mottakeren finnes ikke
    [request] henvendelsen finnes ikke
    [session] økten finnes ikke
    [site] nettstedet finnes ikke
    [topic] emnet finnes ikke
    [user] brukeren finnes ikke
    [record] posten finnes ikke
   *[other] dette finnes ikke: { $thing }
}

detail_taken = { $what ->
    [passkey] tilgangsnøkkelen er allerede i bruk
    [address] adressen er allerede i bruk
    [form_version] denne versjonen av skjemaet finnes allerede
    [identifier] adressen eller nummeret tilhører allerede noen andre
    [last_owners_place] den siste eieren må forbli eier
    [notice_version] denne versjonen av samtykketeksten finnes allerede
    [person] det er allerede samme person
    [second_factor] totrinnspålogging er allerede satt opp
    [site_key] nettstedets nøkkel er allerede i bruk
    [register] protokollen er allerede begynt
    [segment] segmentet er i bruk: noe hviler på det
   *[other] dette er allerede i bruk: { $thing }
}

detail_changed = { $what ->
    [browser] nettleseren er blitt endret i mellomtiden eller har kommet for langt; hent den på nytt
    [import] innlesingen er blitt endret i mellomtiden eller har kommet for langt; hent den på nytt
    [newsletter] nyhetsbrevet er blitt endret i mellomtiden eller har kommet for langt; hent det på nytt
    [segment] segmentet er blitt endret i mellomtiden; hent det på nytt
    [permission] tillatelsen er blitt endret i mellomtiden eller har kommet for langt; hent den på nytt
    [request] henvendelsen er blitt endret i mellomtiden eller har kommet for langt; hent den på nytt
    [record] posten er endret i mellomtiden; hent den på nytt
    [pause] pausen er blitt endret i mellomtiden eller har kommet for langt; hent siden på nytt
    [person] personen er blitt endret i mellomtiden eller har kommet for langt; hent siden på nytt
   *[other] dette er blitt endret i mellomtiden eller har kommet for langt: { $thing }; hent det på nytt
}

detail_too_many = { $what ->
    [filters] det er for mange lagrede filtre: fjern et først
    [segments] det er for mange segmenter: fjern et først
    [passkeys] det er for mange tilgangsnøkler: fjern en først
    [attributes_of_one_person] det er for mange opplysninger om én person
    [records_of_one_person] det er for mange poster om én person
    [records] det er for mange poster
   *[other] det er for mange av disse: { $thing }
}

fault_controller_missing = { $what ->
    [address] den behandlingsansvarliges adresse mangler (B-11)
    [contact] den behandlingsansvarliges kontakt mangler (B-11)
    [name] den behandlingsansvarliges navn mangler (B-11)
    [policy_url] den behandlingsansvarliges personvernerklæring mangler (B-11)
   *[other] den behandlingsansvarliges { $what } mangler (B-11)
}

fault_sender_missing = { $what ->
    [address] avsenderens adresse mangler, er for lang eller står ikke på én linje (E-04, E-09)
    [contact] avsenderens kontakt mangler, er for lang eller står ikke på én linje (E-04, E-09)
    [name] avsenderens navn mangler, er for langt eller står ikke på én linje (E-04, E-09)
    [policy_url] avsenderens personvernerklæring mangler, er for lang eller står ikke på én linje (E-04, E-09)
   *[other] avsenderens { $what } mangler, er for lang eller står ikke på én linje (E-04, E-09)
}
field_needs_one_at_least = trenger minst én
field_is_needed_as_text = må fylles ut, med høyst 2 000 tegn
field_names_with_whom = sier hvem det gjøres sammen med eller for
field_needs_the_balancing_test = må fylles ut når grunnlaget er en berettiget interesse: hva som ble veid, av hvem og når (artikkel 6 nr. 1 bokstav f)
field_needs_a_law_for_offences = krever en rettslig forpliktelse for opplysninger om straffbare forhold (GDPR 10, P-18)
field_needs_an_article_9_basis = må fylles ut for opplysninger etter artikkel 9
field_lies_within_the_eea = nevner et land i EØS; bare land utenfor er overføringer
field_needs_a_transfer_tool = må fylles ut for land utenfor EØS (X-01)
field_has_no_adequacy_decision = dekker ikke alle de landene i dag (X-02)
field_is_for_the_united_states = dekker bare mottakere i USA (X-03)
field_is_for_what_is_occasional = er for det leilighetsvise, og programmet gjør det dag for dag (X-05)
field_is_a_day = er en dag, som `2026-11-27`
field_is_a_day_that_has_been = må være en dag som har vært, som `2026-11-27`
problem_may_not_receive = Noen som er nevnt, kan ikke motta opplysninger
detail_may_not_receive = { $name } kan ikke motta personopplysninger. { $why } { $way_out } ({ $rule })
field_is_a_moment_that_has_been = må være et tidspunkt som har vært, som `2026-11-27T14:30`
field_is_needed_before_it_is_signed = kreves før den kan signeres
field_is_needed_before_it_closes = kreves før saken kan lukkes (artikkel 33 og 34)
field_says_why_it_was_late = må si hvorfor tilsynet fikk melding senere enn 72 timer etter (artikkel 33 nr. 1)
field_is_before_it_was_known = ligger før tidspunktet dere ble klar over det
