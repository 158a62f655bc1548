problem_not_found = Her er ingenting
problem_method_not_allowed = Det kan ikke gøres her
problem_internal = Noget gik galt hos os
problem_unavailable = Ikke tilgængeligt lige nu
problem_sign_in_needed = Log ind først
problem_sign_in_failed = Adressen eller kodeordet er forkert
problem_too_many_attempts = For mange forsøg
problem_second_factor_asked = Der skal også totrinslogin til
problem_second_factor_wrong = Koden er ikke rigtig
problem_passkey_wrong = Adgangsnøglen blev ikke godtaget
problem_passkey_copied = Adgangsnøglen kan være kopieret
problem_passkey_elsewhere = Adgangsnøgler virker på en anden adresse
problem_passkeys_unavailable = Adgangsnøgler virker ikke her
problem_second_factor_needed = Sæt først totrinslogin op
problem_fresh_proof_needed = Vis igen, at det er dig
problem_proof_wrong = Det var ikke rigtigt
problem_not_allowed = Din rolle tillader det ikke
problem_cross_site = Forespørgslen kom fra et andet websted
problem_invalid = Et felt er ikke rigtigt
problem_malformed = Forespørgslen kan ikke læses
problem_too_large = Forespørgslen er for stor
problem_unknown_site = Der er intet websted med denne nøgle
problem_notice_unlawful = Teksten kan ikke offentliggøres
problem_form_unlawful = Formularen kan ikke offentliggøres
problem_campaign_unlawful = Nyhedsbrevet kan ikke sendes
problem_unanswered = Noget, personen har bedt om, er ikke besvaret
problem_recipients_open = En modtager uden for huset har ikke svaret
problem_too_much = Det er mere, end én person plejer at efterlade
problem_not_for_profiles = Det må ikke skrives ned om en person
problem_changed = Det er blevet ændret imens
problem_no_answer = Der er ikke gået noget svar til personen
problem_mail_later = Mail kan ikke sendes nu
problem_notice_changed = En nyere tekst er offentliggjort
problem_untrusted_choice = Valget blev ikke truffet af en person
problem_banner_not_shown = Banneret var ikke på skærmen
problem_refused = Afgørelsen er nej
problem_taken = Det har en anden allerede
problem_link_spent = Linket er brugt, for gammelt eller ukendt
problem_clock_in_doubt = Uret går langt fra det seneste tidspunkt, der er set her
problem_gone_too_much = Så meget slettes ikke af sig selv
problem_nothing_to_confirm = Der er ikke noget at bekræfte
problem_filter_invalid = Dette filter kan ikke bruges
problem_segment_invalid = Dette segment kan ikke regnes ud
problem_segment_in_use = Noget hviler på dette segment
problem_report_too_slow = Rapporten tog for lang tid
problem_timed_out = Det tog for lang tid
problem_body_too_slow = Forespørgslen kom for langsomt
problem_too_many_choices = For mange valg
problem_dialect_unknown = Dette sporingsværktøj tales der ikke med
problem_feed_stale = Tilbagetrækninger er ikke kendt lige nu

detail_again_in_minutes =
    prøv igen om { $minutes ->
        [one] et minut
       *[other] { $minutes } minutter
    }
detail_answer_first = send eller skriv et svar først, eller send `without_answer`, hvis personen fik besked på en anden måde
detail_ask_for_a_new_one = bed om et nyt
detail_ask_for_a_shorter_period = vælg en kortere periode
detail_attribute_name = et navn er 1 til 40 små bogstaver, tal og `_` og begynder med et bogstav
detail_attribute_value = en værdi er én linje på højst 500 tegn
detail_body_longer = indholdet er længere end { $n } byte
detail_body_not_a_choice = indholdet er ikke et valg
detail_body_not_gzip = indholdet er ikke gyldig gzip
detail_body_not_of_this_protocol = indholdet har ikke denne protokols form
detail_body_not_received = Indholdet kunne ikke modtages: { $why }
detail_body_of_a_sign_up = indholdet skal have `email`, `topics` og `version`, må have `language`, `page`, `website`, `site` og `token` og intet andet
detail_by_is_a_dimension = `by` er navnet på en dimension som `source`
detail_check_both_and_try_again = se begge efter, og prøv igen
detail_check_the_address = tjek adressen
detail_check_the_key_in_the_tag = se nøglen i tagget efter
detail_check_the_password_or_code = kontrollér kodeordet eller koden, og prøv igen
detail_check_the_site_key = se webstedets nøgle efter
detail_choice_at_most = et valg er højst 16 KiB
detail_clock_behind = serverens ur er bagud; send det igen senere
detail_close_other_requests_first = afslut først personens andre anmodninger, og vent, til svaret er sendt
detail_confirm_rows = se planen igennem; er den rigtig, så send `confirm_rows` med { $rows }
detail_control_is_missing = `control` mangler
detail_each_answer_counts_once = prøv igen; hvert svar gælder én gang, i fem minutter
detail_events_at_most = en forespørgsel må højst have { $n } hændelser
detail_events_cannot_be_written = hændelser kan ikke skrives; send det igen senere
detail_field = `{ $field }` { $why }
detail_file_at_most = send højst { $n } MB ad gangen
detail_file_is_missing = `file` mangler
detail_filter_too_long = et filter må have { $n } byte
detail_filter_malformed = et filter er JSON som `["is", "source", ["google"]]`, med `and` og `or` over en liste af filtre og `not` over ét
detail_filter_too_deep = et filter må have { $n } niveauer
detail_filter_too_many = et filter må have { $n } dele
detail_filter_operator = `{ $what }` er ingen operator; der er { $all }
detail_filter_dimension = `{ $what }` er ingen dimension; der er { $all } og `prop:` foran navnet på en egenskab
detail_filter_unfit = `{ $operator }` passer ikke til `{ $dimension }`
detail_filter_values = `{ $what }` skal have 1 til { $n } værdier på højst { $bytes } byte i en liste
detail_filter_undeclared = webstedet angiver ingen egenskab `{ $what }`; tilføj den i webstedets indstillinger for at indsamle den
detail_filter_number = `{ $what }` skal have et tal, `between` to i en liste, det laveste først
detail_segment_facet = `{ $what }` er ikke noget, segmenter spørger efter; listen findes på `GET /segments/facets`
detail_segment_unknown = det nævner et segment, der ikke findes
detail_segment_deep = segmenter kan stå i hinanden højst { $n } dybt, og intet i sig selv
detail_segment_large = med de segmenter, der står i det, har det for mange betingelser
detail_segment_in_use = et nyhedsbrev, der ikke er slut, eller et andet segment hviler på det: ret det først
detail_from_and_to_are_days = `from` og `to` er dage som 2026-11-01
detail_grain_is_an_interval = `grain` er `hour`, `day`, `week` eller `month`
detail_grant_needs_a_real_act = et ja kræver en rigtig handling i banneret (B-28)
detail_id_invalid = `{ $id }` er ikke et gyldigt id
detail_is_a_mail_server_set_up = er der sat en mailserver op, og svarer den?
detail_it_is_logged_try_again_later = det står i loggen; prøv igen senere
detail_it_took_too_long = det tog for lang tid; prøv igen, eller bed om mindre ad gangen
detail_json_needed = Forespørgslen skal have `Content-Type: application/json`
detail_json_not_as_asked = Indholdet i JSON er ikke, som det skal være: { $why }
detail_json_unread = Indholdet kan ikke læses som JSON: { $why }
detail_key_from_before_scopes = nøglen er lavet, før nøgler sagde, hvad de er til
detail_key_has_no_account = en nøgle har ikke sin egen konto
detail_key_not_made_for_this = nøglen er ikke lavet til det; en ejer kan lave en, der er
detail_language_is_unknown = `language` er ukendt
detail_load_the_page_again = hent siden igen, og vælg på ny
detail_look_at_the_clock = se på maskinens ur; går det rigtigt, så bekræft det
detail_look_at_the_request = se adressen, headerne og indholdet efter
detail_mail_is_not_caught_here = mail fanges ikke her
detail_many_are_signing_in = mange logger ind på samme tid; prøv igen om lidt
detail_mapping_and_vouched = `mapping` og `vouched` er JSON på højst 256 kB
detail_mark_who_has_answered = markér under »Modtagere af oplysninger«, hvem der har svaret; så kan den afsluttes
detail_mend_what_is_listed = ret det, der står på listen, og prøv igen
detail_metrics_elsewhere = målinger læses på `metrics_listen`, eller her med `metrics_token`
detail_national_number_needs_a_ground = et CPR-nummer kræver sit eget grundlag (N-01, N-02)
detail_no_notice_is_published = ingen tekst er offentliggjort
detail_no_site_key = forespørgslen nævner ingen nøgle til et websted
detail_not_a_customer_number = dette er ikke et kundenummer på 1 til 64 tegn
detail_not_a_telephone_number = dette er ikke et telefonnummer med landekode, som +4512345678
detail_not_an_email_address = dette er ikke en e-mailadresse
detail_not_the_file_or_form = indholdet kan ikke læses som den fil eller formular, det siges at være
detail_nothing_is_collected = det, folk siger, kan ikke skrives ned, så intet indsamles; send det igen senere
detail_open_at = åbn Hjemmel på { $address }
detail_order_is_loose_or_strict = `order` er `loose` eller `strict`
detail_other_files_are_taken_in = andre filer er ved at blive indlæst; prøv igen om et minut
detail_page_of_the_console = dette er en side i konsollen; API'et begynder med /api/v1
detail_period_longer = perioden er længere end { $n } dage
detail_prove_it = vis det med `POST /session/proof`
detail_public_url_needs_a_name = `public_url` skal være https med et navn, ikke en adresse i tal
detail_query_unread = Forespørgslens parametre kan ikke læses: { $why }
detail_read_the_condition_again = læs tilstanden igen
detail_remove_this_passkey = log ind på en anden måde, fjern denne adgangsnøgle, og tilføj en ny
detail_refused = { $why } { $way_out } ({ $rule })
detail_role_may_not = rollen `{ $role }` må ikke gøre dette
detail_say_shown_first = sig `shown` først, og send det, der kommer tilbage, sammen med valget (B-28)
detail_send_a_recovery_code = send en reservekode som `code`: adgangsnøgler virker ikke her
detail_send_less = send mindre ad gangen
detail_send_passkey_or_recovery_code = send en adgangsnøgles svar som `passkey` eller en reservekode som `code`
detail_send_the_code = send koden fra din godkendelsesapp som `code`
detail_send_the_code_or_passkey = send koden fra din godkendelsesapp som `code` eller en adgangsnøgles svar som `passkey`
detail_send_the_header = send headeren `X-Hjemmel: 1` med hver ændring
detail_send_the_metrics_token = send `Authorization: Bearer` med `metrics_token`
detail_sign_in_or_send_a_key = log ind, eller send `Authorization: Bearer` med en nøgle
detail_sign_up_at_most = en tilmelding er højst 16 KiB
detail_special_data_needs_a_ground = særlige kategorier af oplysninger og oplysninger om strafbare forhold kræver deres eget grundlag (P-08, P-18)
detail_steps_are_filters = `steps` er en JSON-liste af filtre
detail_the_api_is_described = API'et er beskrevet på /docs
detail_the_body_does_not_come = indholdet kommer ikke; send det igen over en bedre forbindelse
detail_the_database_does_not_answer = databasen svarer ikke; prøv igen senere
detail_the_period_ends_before_it_begins = perioden slutter, før den begynder
detail_the_tag_is_not_built = tagget er ikke med i denne udgave: kør `make tag`
detail_this_is_for_staff = dette er for medarbejdere
detail_too_many_choices = der kommer for mange valg herfra: prøv igen om lidt
detail_too_many_events_wait = for mange hændelser venter; send det igen senere
detail_tracker_not_spoken_to = { $tracker } tales der ikke med her, og intet blev gemt: brug serverens eget tag eller en protokol, der tales, som Matomos, Snowplows eller Segments
detail_try_again_in_a_moment = prøv igen om et øjeblik
detail_wait_for_the_next_code = vent på den næste; hver kode gælder kun én gang
detail_window_is_a_time = `window` er en tid som `30m`, `12h` eller `7d`, højst 90 dage
detail_withdrawals_unread = tilbagetrækninger kan ikke læses, så intet er tilladt; send det igen senere
detail_would_go_at_once = { $gone } af { $all } ville blive slettet på én gang; se hvorfor, og bekræft det, hvis det er rigtigt
detail_your_organisation_asks_for_one = din organisation kræver det i din rolle

fault_accent = `accent` skal være en farve som #0b6e75, som hvid tekst kan læses på (4,5:1)
fault_blocks = det skal have 1 til { $n } blokke
fault_controller_placeholder = den dataansvarlige hedder stadig pladsholderens navn; giv organisationen sit eget (B-11)
fault_form_policy_url = privatlivspolitikken skal have en adresse, der begynder med https://, http:// eller / (R-10)
fault_link = `{ $what }` skal begynde med https:// eller http:// og må ikke nævne nogen
fault_merge_sign = `{ $what }` indeholder `{ $sign }`, som intet udfylder her: læserne ville få det, som det er skrevet
fault_no_purpose_is_named = intet formål er nævnt (P-01)
fault_no_text = `{ $what }` har ingen tekst på `{ $language }` (B-12, E-04)
fault_no_topic_is_named = intet emne er nævnt (E-04)
fault_policy_url = privatlivspolitikken skal have en adresse, der begynder med https://, http:// eller / (B-11)
fault_purpose_no_text = formålet `{ $purpose }` har ingen tekst på `{ $language }` (B-11, B-12)
fault_purpose_recipient = formålet `{ $purpose }` deler data og nævner ingen modtager (T-05, T-10)
fault_purpose_retention = formålet `{ $purpose }` skal have en opbevaring på 1 til 3650 dage (P-07)
fault_purpose_twice = formålet `{ $purpose }` er nævnt to gange (B-01)
fault_sender_placeholder = afsenderen hedder stadig pladsholderens navn; giv organisationen sit eget (E-04)
fault_text_not_sendable = `{ $what }` mangler, er for lang eller har tegn, der ikke kan sendes (E-09)
fault_topic_not_of_form = formularen spørger ikke om dette emne, så ingen har sagt ja til det hos denne afsender (E-04)
fault_pressing = `{ $phrase }` i teksten til `{ $purpose }` presser læseren (B-24)
fault_tied = `{ $phrase }` i teksten til `{ $purpose }` binder ja'et til noget andet (B-09)
fault_long = en sætning i teksten til `{ $purpose }` har mere end { $n } ord (B-12)
fault_vague = `{ $phrase }` i teksten til `{ $purpose }` er for vagt (B-12)

field_a_key_cannot_be_an_owner = en nøgle kan ikke være ejer
field_are_1_to_10 = skal være 1 til 10
field_are_2_to_10 = er 2 til 10
field_are_at_most_200 = må højst være 200
field_are_days_that_have_been = og `to_on` skal være dage, der har været, i den rækkefølge
field_are_more_than_50 = er flere end 50: indlæs dem ad to omgange
field_are_the_words_as_shown = skal være ordene, som de blev vist, mindst ti tegn, og må ikke nævne nogen
field_are_too_much_for_a_newsletter = er for meget til ét nyhedsbrev (200 kB)
field_can_be_extended_once = fristen kan forlænges én gang, inden for den første måned
field_cannot_be_read_as_csv = kan ikke læses som CSV
field_cannot_be_sent = kan ikke sendes
field_cannot_be_unpacked = kan ikke pakkes ud
field_cohorts_are_60 = er `week` eller `month` og giver højst 59 intervaller
field_hours_are_of_a_month = `hour` er til højst 31 dage
field_no_exemption_for_statistics = læser på enheden, og dansk og svensk ret undtager ingen statistik (T-12); tæl forespørgsler i stedet
field_counting_needs_an_assessment = at tælle uden tilladelse kræver en nedskrevet vurdering (T-12)
field_first_make_sure_who_asks = først skal det være klart, hvem der spørger
field_has_an_open_quote = har et anførselstegn, der ikke er lukket: et felt løber over linjer, hvor der står adresser
field_has_at_most_300_characters = må have højst 300 tegn på én linje
field_has_no_address_column = har ingen kolonne med e-mailadresser; kald den `email`. Linje { $line } blev taget for den, der giver kolonnerne navn: { $shown }
field_has_no_head = har ingen linje, der giver kolonnerne navn
field_has_no_phone_column = har ingen kolonne med telefonnumre; kald den `phone`. Linje { $line } blev taget for den, der giver kolonnerne navn: { $shown }
field_has_no_rows = har ingen rækker under den linje, der giver kolonnerne navn
field_has_no_sheet = har intet ark med noget i
field_has_too_long_column_names = har kolonner med navne, der er for lange
field_has_too_many_columns = har mere end 500 kolonner
field_has_too_many_fields = har mere end tyve millioner felter: del den op
field_has_too_many_rows = har mere end ti millioner rækker: del den op
field_has_a_long_row = har en række på mere end fire megabyte, eller et citationstegn, der ikke lukkes
field_unpacks_to_more_than_may_be_sent = fylder pakket ud mere, end der må sendes på én gang: del den op
field_has_too_many_texts = har flere tekster, end en projektmappe må: gem den som CSV i UTF-8
field_is_too_large_a_workbook = er en projektmappe på mere end 200 MB: gem den som CSV i UTF-8
field_has_too_many_sheets = har mere end 200 ark: del den op
field_holds_too_many_files = indeholder mere end 2.000 filer
field_holds_what_the_role_may_not_do = indeholder noget, som rollen ikke må
field_is_a_time_that_has_been = er et tidspunkt, der har været
field_is_an_archive_without_a_table = er et arkiv uden en CSV- eller XLSX-fil
field_is_by_mail = sker med en mail: et ja til andre kanaler afleveres kun af en server, der selv så dem sige det
field_is_easily_guessed = er let at gætte: tag flere ord, der ikke har noget med hinanden at gøre
field_is_longer_than_100_kb = er længere end 100 kB
field_is_longer_than_512_bytes = er længere end 512 byte
field_is_missing_or_too_long = mangler, er for lang eller har tegn, der ikke kan gemmes
field_is_needed_as_one_line = skal udfyldes med én linje, der ikke er for lang
field_is_needed_as_web_address = skal udfyldes: hvor de sagde det, som en webadresse
field_is_needed_without_a_person = skal udfyldes, når personen ikke er angivet
field_is_no_email_address = er ikke en e-mailadresse
field_is_no_text = er ikke tekst: gem den som CSV i UTF-8 eller som XLSX
field_is_no_workbook = er ikke en projektmappe, der kan læses: gem den som XLSX eller som CSV i UTF-8
field_is_none_that_a_message_can_go_to = er ikke en, der kan sendes en besked til
field_is_not_known_yet = kendes ikke: offentliggør først en tilmeldingsformular eller en tekst
field_is_not_named_by_the_form = nævnes ikke i formularens ord (E-04)
field_is_not_of_this_protocol = har ikke denne protokols form
field_is_not_one_of_ours = er ikke en af vores
field_is_not_the_current_version = er ikke formularens nuværende
field_is_not_the_json = er ikke den JSON, der bedes om
field_is_said_already = er allerede angivet; indtast en anden anmodning
field_is_taken_from_a_server_only = tages kun imod fra en server, der selv så dem sige det: med `confirm` sat til false
field_is_the_placeholder = er pladsholderen: giv organisationen sit eget navn
field_names_special_data = nævner helbred, tro, politik, fagforening, oprindelse, seksualliv eller strafbare forhold, som kræver et eget grundlag (P-08, P-18)
field_is_three_capital_letters = er tre store bogstaver (ISO 4217)
field_is_two_letters = er to bogstaver, som `DK` (ISO 3166)
field_is_where_they_were_shown = skal være den side eller det sted, hvor de blev vist
field_may_have_200_entries = må højst have 200 poster på 300 tegn
field_must_be_0_to_60_000 = skal være 0 til 60.000
field_must_be_1_to_732 = skal være 1 til 732
field_must_be_within_a_year = skal ligge inden for et år
field_must_be_within_five_years = skal ligge inden for de seneste fem år
field_must_be_within_the_last_year = skal ligge inden for det seneste år
field_must_not_hold_your_name = må ikke indeholde dit navn, din adresse eller organisationens navn
field_must_say_how_it_was_made_sure = skal sige, hvordan I ved, hvem det er
field_names_a_topic_not_of_the_form = nævner et emne, som formularen ikke har, eller slet intet
field_has_no_confirmed_address = kræver en bekræftet mailadresse; skriv et brev i stedet
field_is_a_day_of_the_pause = skal være en dag mellem pausens begyndelse og i dag
field_is_for_a_named_person = skal skrives ned af en bruger, ikke med en API-nøgle
field_names_an_unasked_purpose = nævner et formål, der ikke spørges om
field_names_an_unknown_topic = nævner et emne, der ikke findes
field_names_no_topic_of_the_form = nævner intet emne fra formularen
field_needs_15_to_400_characters = skal have 15 til 400 tegn på hvert af organisationens sprog
field_needs_1_to_100_characters = skal have 1 til 100 tegn
field_needs_1_to_200_characters = skal have 1 til 200 tegn
field_needs_2_to_400_characters = skal have 2 til 400 tegn på hvert af organisationens sprog
field_needs_a_host = skal have mindst én vært som `www.shop.example`, eller `*.shop.example` med alt under den, uden https://
field_needs_a_time_zone = skal være et navn som Europe/Copenhagen
field_needs_an_email_address = skal være en e-mailadresse
field_needs_at_least_12_characters = skal have mindst 12 tegn
field_needs_email = skal have `email`, som formularen selv spørger om
field_needs_three_capital_letters = skal være tre store bogstaver som DKK
field_needs_two_capital_letters = skal være to store bogstaver som DK
field_says_nothing = siger ikke noget
field_says_why = skal sige hvorfor, på højst 500 tegn
field_still_has_a_gap = har stadig et hul (…), eller emnelinjen er ikke én linje
field_the_clock_stands_still = uret står stille: sig først, hvem det er
field_the_person_was_asked_already = personen er allerede spurgt eller kendt
field_unpacks_to_too_much = fylder pakket ud mere end 400 MB: gem den som CSV i UTF-8

detail_no_such = { $what ->
    [passkey] adgangsnøglen findes ikke
    [address] adressen findes ikke
    [api_key] API-nøglen findes ikke
    [browser] browseren findes ikke
    [browser_behind_this_record] browseren bag dette bevis findes ikke
    [consent] samtykket findes ikke
    [filter] filteret findes ikke
    [organisation] organisationen findes ikke
    [evidence] beviset findes ikke
    [form] formularen findes ikke
    [form_or_topic] formularen eller emnet findes ikke
    [import] indlæsningen findes ikke
    [invitation] invitationen findes ikke eller er brugt
    [second_factor] der er intet totrinslogin at bruge
    [job] jobbet findes ikke
    [key_of_this_person] nøglen til denne person findes ikke
    [link] linket findes ikke
    [member_of_staff_to_send_a_test_to] der er ingen medarbejder at sende en prøve til
    [message] mailen findes ikke
    [newsletter] nyhedsbrevet findes ikke
    [segment] segmentet findes ikke
    [open_notice] der er ingen åben besked til den modtager
    [pause] pausen findes ikke
    [person] personen findes ikke
    [receipt] kvitteringen findes ikke
    [recipient] modtageren findes ikke
    [request] anmodningen findes ikke
    [session] sessionen findes ikke
    [site] webstedet findes ikke
    [topic] emnet findes ikke
    [user] brugeren findes ikke
    [record] posten findes ikke
   *[other] dette findes ikke: { $thing }
}

detail_taken = { $what ->
    [passkey] adgangsnøglen er allerede i brug
    [address] adressen er allerede i brug
    [form_version] denne version af formularen findes allerede
    [identifier] adressen eller nummeret hører allerede til en anden
    [last_owners_place] den sidste ejer skal blive ejer
    [notice_version] denne version af teksten findes allerede
    [person] det er allerede den samme person
    [second_factor] totrinslogin er allerede sat op
    [site_key] webstedets nøgle er allerede i brug
    [register] fortegnelsen er allerede begyndt
    [segment] segmentet er i brug: noget hviler på det
   *[other] dette er allerede i brug: { $thing }
}

detail_changed = { $what ->
    [browser] browseren er blevet ændret imens eller er kommet for langt; hent den igen
    [import] indlæsningen er blevet ændret imens eller er kommet for langt; hent den igen
    [newsletter] nyhedsbrevet er blevet ændret imens eller er kommet for langt; hent det igen
    [segment] segmentet er blevet ændret imens; hent det igen
    [permission] tilladelsen er blevet ændret imens eller er kommet for langt; hent den igen
    [request] anmodningen er blevet ændret imens eller er kommet for langt; hent den igen
    [record] posten er blevet ændret imens; hent den igen
    [pause] pausen er blevet ændret imens eller er kommet for langt; hent siden igen
    [person] personen er blevet ændret imens eller er kommet for langt; hent siden igen
   *[other] dette er blevet ændret imens eller er kommet for langt: { $thing }; hent det igen
}

detail_too_many = { $what ->
    [filters] der er for mange gemte filtre: fjern et først
    [segments] der er for mange segmenter: fjern et først
    [passkeys] der er for mange adgangsnøgler: fjern en først
    [attributes_of_one_person] der er for mange oplysninger om én person
    [records_of_one_person] der er for mange poster om én person
    [records] der er for mange poster
   *[other] dette er der for mange af: { $thing }
}

fault_controller_missing = { $what ->
    [address] den dataansvarliges adresse mangler (B-11)
    [contact] den dataansvarliges kontakt mangler (B-11)
    [name] den dataansvarliges navn mangler (B-11)
    [policy_url] den dataansvarliges privatlivspolitik mangler (B-11)
   *[other] den dataansvarliges { $what } mangler (B-11)
}

fault_sender_missing = { $what ->
    [address] afsenderens adresse mangler, er for lang eller står ikke på én linje (E-04, E-09)
    [contact] afsenderens kontakt mangler, er for lang eller står ikke på én linje (E-04, E-09)
    [name] afsenderens navn mangler, er for langt eller står ikke på én linje (E-04, E-09)
    [policy_url] afsenderens privatlivspolitik mangler, er for lang eller står ikke på én linje (E-04, E-09)
   *[other] afsenderens { $what } mangler, er for lang eller står ikke på én linje (E-04, E-09)
}
field_needs_one_at_least = skal have mindst én
field_is_needed_as_text = skal udfyldes, med højst 2.000 tegn
field_names_with_whom = skal sige, hvem det sker sammen med eller for
field_needs_the_balancing_test = skal udfyldes, når grundlaget er en legitim interesse: hvad der blev afvejet, af hvem og hvornår (artikel 6, stk. 1, litra f)
field_needs_a_law_for_offences = kræver en retlig forpligtelse for oplysninger om strafbare forhold (GDPR 10, P-18)
field_needs_an_article_9_basis = skal udfyldes for oplysninger efter artikel 9
field_lies_within_the_eea = nævner et land i EØS; kun lande uden for er overførsler
field_needs_a_transfer_tool = skal udfyldes for lande uden for EØS (X-01)
field_has_no_adequacy_decision = dækker ikke alle de lande i dag (X-02)
field_is_for_the_united_states = dækker kun modtagere i USA (X-03)
field_is_for_what_is_occasional = er til det lejlighedsvise, og programmet gør det dag for dag (X-05)
field_is_a_day = er en dag, som `2026-11-27`
field_is_a_day_that_has_been = skal være en dag, der har været, som `2026-11-27`
problem_may_not_receive = En, der er nævnt, må ikke modtage oplysninger
detail_may_not_receive = { $name } må ikke modtage personoplysninger. { $why } { $way_out } ({ $rule })
field_is_a_moment_that_has_been = skal være et tidspunkt, der har været, som `2026-11-27T14:30`
field_is_needed_before_it_is_signed = kræves, før den kan underskrives
field_is_needed_before_it_closes = kræves, før sagen kan lukkes (artikel 33 og 34)
field_says_why_it_was_late = skal sige, hvorfor tilsynet fik besked senere end 72 timer efter (artikel 33, stk. 1)
field_is_before_it_was_known = ligger før det tidspunkt, I blev klar over det
