problem_not_found = Här finns inget
problem_method_not_allowed = Det går inte att göra här
problem_internal = Något gick fel hos oss
problem_unavailable = Inte tillgängligt just nu
problem_sign_in_needed = Logga in först
problem_sign_in_failed = Adressen eller lösenordet är fel
problem_too_many_attempts = För många försök
problem_second_factor_asked = Det behövs tvåstegsinloggning också
problem_second_factor_wrong = Koden stämmer inte
problem_passkey_wrong = Lösennyckeln godtogs inte
problem_passkey_copied = Lösennyckeln kan ha kopierats
problem_passkey_elsewhere = Lösennycklar fungerar på en annan adress
problem_passkeys_unavailable = Lösennycklar fungerar inte här
problem_second_factor_needed = Ställ in tvåstegsinloggning först
problem_fresh_proof_needed = Visa igen att det är du
problem_proof_wrong = Det stämde inte
problem_not_allowed = Din roll tillåter det inte
problem_cross_site = Anropet kom från en annan webbplats
problem_invalid = Ett fält är inte rätt
problem_malformed = Anropet kan inte läsas
problem_too_large = Anropet är för stort
problem_unknown_site = Det finns ingen webbplats med den här nyckeln
problem_notice_unlawful = Texten kan inte publiceras
problem_form_unlawful = Formuläret kan inte publiceras
problem_campaign_unlawful = Nyhetsbrevet kan inte skickas
problem_unanswered = Något som personen har bett om är inte besvarat
problem_recipients_open = En mottagare utanför huset har inte svarat
problem_too_much = Det är mer än en person brukar lämna efter sig
problem_not_for_profiles = Det får inte skrivas ned om en person
problem_changed = Det har ändrats under tiden
problem_no_answer = Inget svar har gått till personen
problem_mail_later = Mejl kan inte skickas nu
problem_notice_changed = En nyare text är publicerad
problem_untrusted_choice = Valet gjordes inte av en person
problem_banner_not_shown = Rutan var inte på skärmen
problem_refused = Beslutet är nej
problem_taken = Någon annan har det redan
problem_link_spent = Länken är använd, för gammal eller okänd
problem_clock_in_doubt = Klockan går långt från den senaste tid som setts här
problem_gone_too_much = Så mycket raderas inte av sig självt
problem_nothing_to_confirm = Det finns inget att bekräfta
problem_filter_invalid = Det här filtret kan inte användas
problem_segment_invalid = Det här segmentet kan inte räknas ut
problem_segment_in_use = Något vilar på det här segmentet
problem_report_too_slow = Rapporten tog för lång tid
problem_timed_out = Det tog för lång tid
problem_body_too_slow = Anropet kom för långsamt
problem_too_many_choices = För många val
problem_dialect_unknown = Det här spårningsverktyget stöds inte
problem_feed_stale = Återkallelser är inte kända just nu

detail_again_in_minutes =
    försök igen om { $minutes ->
        [one] en minut
       *[other] { $minutes } minuter
    }
detail_answer_first = skicka eller skriv ett svar först, eller skicka `without_answer` om personen fick besked på ett annat sätt
detail_ask_for_a_new_one = be om en ny
detail_ask_for_a_shorter_period = välj en kortare period
detail_attribute_name = ett namn är 1 till 40 små bokstäver, siffror och `_` och börjar med en bokstav
detail_attribute_value = ett värde är en rad på högst 500 tecken
detail_body_longer = innehållet är längre än { $n } byte
detail_body_not_a_choice = innehållet är inte ett val
detail_body_not_gzip = innehållet är inte giltig gzip
detail_body_not_of_this_protocol = innehållet har inte det här protokollets form
detail_body_not_received = Innehållet kunde inte tas emot: { $why }
detail_body_of_a_sign_up = innehållet ska ha `email`, `topics` och `version`, får ha `language`, `page`, `website`, `site` och `token` och inget annat
detail_by_is_a_dimension = `by` är namnet på en dimension som `source`
detail_check_both_and_try_again = kontrollera båda och försök igen
detail_check_the_address = kontrollera adressen
detail_check_the_key_in_the_tag = kontrollera nyckeln i taggen
detail_check_the_password_or_code = kontrollera lösenordet eller koden och försök igen
detail_check_the_site_key = kontrollera webbplatsens nyckel
detail_choice_at_most = ett val är högst 16 KiB
detail_clock_behind = serverns klocka går efter; skicka det igen senare
detail_close_other_requests_first = avsluta först personens andra begäranden och vänta tills svaret är skickat
detail_confirm_rows = gå igenom planen; om den stämmer, skicka `confirm_rows` med { $rows }
detail_control_is_missing = `control` saknas
detail_each_answer_counts_once = försök igen; varje svar gäller en gång, i fem minuter
detail_events_at_most = ett anrop får ha högst { $n } händelser
detail_events_cannot_be_written = händelser kan inte skrivas; skicka det igen senare
detail_field = `{ $field }` { $why }
detail_file_at_most = skicka högst { $n } MB åt gången
detail_file_is_missing = `file` saknas
detail_filter_too_long = ett filter får ha { $n } byte
detail_filter_malformed = ett filter är JSON som `["is", "source", ["google"]]`, med `and` och `or` över en lista av filter och `not` över ett
detail_filter_too_deep = ett filter får ha { $n } nivåer
detail_filter_too_many = ett filter får ha { $n } delar
detail_filter_operator = `{ $what }` är ingen operator; det finns { $all }
detail_filter_dimension = `{ $what }` är ingen dimension; det finns { $all } och `prop:` framför namnet på en egenskap
detail_filter_unfit = `{ $operator }` passar inte till `{ $dimension }`
detail_filter_values = `{ $what }` ska ha 1 till { $n } värden på högst { $bytes } byte i en lista
detail_filter_undeclared = webbplatsen anger ingen egenskap `{ $what }`; lägg till den i webbplatsens inställningar för att samla in den
detail_filter_number = `{ $what }` ska ha ett tal, `between` två i en lista, det lägsta först
detail_segment_facet = `{ $what }` är inget som segment frågar efter; listan finns på `GET /segments/facets`
detail_segment_unknown = det nämner ett segment som inte finns
detail_segment_deep = segment kan stå i varandra högst { $n } djupt, och inget i sig självt
detail_segment_large = med segmenten som står i det har det för många villkor
detail_segment_in_use = ett nyhetsbrev som inte är klart, eller ett annat segment, vilar på det: ändra det först
detail_from_and_to_are_days = `from` och `to` är dagar som 2026-11-01
detail_grain_is_an_interval = `grain` är `hour`, `day`, `week` eller `month`
detail_grant_needs_a_real_act = ett ja kräver en riktig handling i rutan (B-28)
detail_id_invalid = `{ $id }` är inte ett giltigt id
detail_is_a_mail_server_set_up = är en e-postserver inställd, och svarar den?
detail_it_is_logged_try_again_later = det står i loggen; försök igen senare
detail_it_took_too_long = det tog för lång tid; försök igen, eller be om mindre åt gången
detail_json_needed = Anropet ska ha `Content-Type: application/json`
detail_json_not_as_asked = Innehållet i JSON är inte som det ska vara: { $why }
detail_json_unread = Innehållet kan inte läsas som JSON: { $why }
detail_key_from_before_scopes = nyckeln gjordes innan nycklar sade vad de är till för
detail_key_has_no_account = en nyckel har inget eget konto
detail_key_not_made_for_this = nyckeln är inte gjord för det; en ägare kan göra en som är det
detail_language_is_unknown = `language` är okänt
detail_load_the_page_again = hämta sidan igen och välj på nytt
detail_look_at_the_clock = se på maskinens klocka; går den rätt, så bekräfta det
detail_look_at_the_request = kontrollera adressen, huvudena och innehållet
detail_mail_is_not_caught_here = mejl fångas inte här
detail_many_are_signing_in = många loggar in samtidigt; försök igen om en stund
detail_mapping_and_vouched = `mapping` och `vouched` är JSON på högst 256 kB
detail_mark_who_has_answered = markera under »Mottagare av uppgifter« vilka som har svarat; sedan kan den avslutas
detail_mend_what_is_listed = rätta det som står i listan och försök igen
detail_metrics_elsewhere = mätvärden läses på `metrics_listen`, eller här med `metrics_token`
detail_national_number_needs_a_ground = ett personnummer kräver en egen grund (N-01, N-02)
detail_no_notice_is_published = ingen text är publicerad
detail_no_site_key = anropet nämner ingen nyckel till en webbplats
detail_not_a_customer_number = detta är inte ett kundnummer på 1 till 64 tecken
detail_not_a_telephone_number = detta är inte ett telefonnummer med landskod, som +46701234567
detail_not_an_email_address = detta är inte en e-postadress
detail_not_the_file_or_form = innehållet kan inte läsas som den fil eller det formulär det sägs vara
detail_nothing_is_collected = det som folk säger kan inte skrivas ned, så inget samlas in; skicka det igen senare
detail_open_at = öppna Hjemmel på { $address }
detail_order_is_loose_or_strict = `order` är `loose` eller `strict`
detail_other_files_are_taken_in = andra filer håller på att läsas in; försök igen om en minut
detail_page_of_the_console = det här är en sida i konsolen; API:et börjar med /api/v1
detail_period_longer = perioden är längre än { $n } dagar
detail_prove_it = visa det med `POST /session/proof`
detail_public_url_needs_a_name = `public_url` måste vara https med ett namn, inte en adress i siffror
detail_query_unread = Anropets parametrar kan inte läsas: { $why }
detail_read_the_condition_again = läs tillståndet igen
detail_remove_this_passkey = logga in på ett annat sätt, ta bort den här lösennyckeln och lägg till en ny
detail_refused = { $why } { $way_out } ({ $rule })
detail_role_may_not = rollen `{ $role }` får inte göra detta
detail_say_shown_first = säg `shown` först, och skicka det som kommer tillbaka tillsammans med valet (B-28)
detail_send_a_recovery_code = skicka en reservkod som `code`: lösennycklar fungerar inte här
detail_send_less = skicka mindre åt gången
detail_send_passkey_or_recovery_code = skicka en lösennyckels svar som `passkey` eller en reservkod som `code`
detail_send_the_code = skicka koden från din autentiseringsapp som `code`
detail_send_the_code_or_passkey = skicka koden från din autentiseringsapp som `code` eller en lösennyckels svar som `passkey`
detail_send_the_header = skicka headern `X-Hjemmel: 1` med varje ändring
detail_send_the_metrics_token = skicka `Authorization: Bearer` med `metrics_token`
detail_sign_in_or_send_a_key = logga in, eller skicka `Authorization: Bearer` med en nyckel
detail_sign_up_at_most = en anmälan är högst 16 KiB
detail_special_data_needs_a_ground = särskilda kategorier av uppgifter och uppgifter om brott kräver en egen grund (P-08, P-18)
detail_steps_are_filters = `steps` är en JSON-lista med filter
detail_the_api_is_described = API:et beskrivs på /docs
detail_the_body_does_not_come = innehållet kommer inte; skicka det igen över en bättre anslutning
detail_the_database_does_not_answer = databasen svarar inte; försök igen senare
detail_the_period_ends_before_it_begins = perioden slutar innan den börjar
detail_the_tag_is_not_built = taggen ingår inte i den här utgåvan: kör `make tag`
detail_this_is_for_staff = detta är för medarbetare
detail_too_many_choices = för många val kommer härifrån: försök igen om en stund
detail_too_many_events_wait = för många händelser väntar; skicka det igen senare
detail_tracker_not_spoken_to = { $tracker } stöds inte här, och inget sparades: använd serverns egen tagg eller ett protokoll som stöds, som Matomos, Snowplows eller Segments
detail_try_again_in_a_moment = försök igen om ett ögonblick
detail_wait_for_the_next_code = vänta på nästa; varje kod gäller bara en gång
detail_window_is_a_time = `window` är en tid som `30m`, `12h` eller `7d`, högst 90 dagar
detail_withdrawals_unread = återkallelser kan inte läsas, så inget är tillåtet; skicka det igen senare
detail_would_go_at_once = { $gone } av { $all } skulle raderas på en gång; se varför, och bekräfta det om det är rätt
detail_your_organisation_asks_for_one = din organisation kräver det i din roll

fault_accent = `accent` ska vara en färg som #0b6e75 som vit text går att läsa på (4,5:1)
fault_blocks = det ska ha 1 till { $n } block
fault_controller_placeholder = den personuppgiftsansvarige har fortfarande platshållarens namn; ge organisationen ett eget (B-11)
fault_form_policy_url = integritetspolicyn måste ha en adress som börjar med https://, http:// eller / (R-10)
fault_link = `{ $what }` ska börja med https:// eller http:// och får inte nämna någon
fault_merge_sign = `{ $what }` innehåller `{ $sign }`, som inget fyller i här: läsarna skulle få det precis som det är skrivet
fault_no_purpose_is_named = inget ändamål är nämnt (P-01)
fault_no_text = `{ $what }` har ingen text på `{ $language }` (B-12, E-04)
fault_no_topic_is_named = inget ämne är nämnt (E-04)
fault_policy_url = integritetspolicyn måste ha en adress som börjar med https://, http:// eller / (B-11)
fault_purpose_no_text = ändamålet `{ $purpose }` har ingen text på `{ $language }` (B-11, B-12)
fault_purpose_recipient = ändamålet `{ $purpose }` delar data och nämner ingen mottagare (T-05, T-10)
fault_purpose_retention = ändamålet `{ $purpose }` ska ha en lagring på 1 till 3650 dagar (P-07)
fault_purpose_twice = ändamålet `{ $purpose }` är nämnt två gånger (B-01)
fault_sender_placeholder = avsändaren har fortfarande platshållarens namn; ge organisationen ett eget (E-04)
fault_text_not_sendable = `{ $what }` saknas, är för lång eller har tecken som inte kan skickas (E-09)
fault_topic_not_of_form = formuläret frågar inte om det här ämnet, så ingen har sagt ja till det hos den här avsändaren (E-04)
fault_pressing = `{ $phrase }` i texten för `{ $purpose }` pressar läsaren (B-24)
fault_tied = `{ $phrase }` i texten för `{ $purpose }` knyter ja:et till något annat (B-09)
fault_long = en mening i texten för `{ $purpose }` har fler än { $n } ord (B-12)
fault_vague = `{ $phrase }` i texten för `{ $purpose }` är för vagt (B-12)

field_a_key_cannot_be_an_owner = en nyckel kan inte vara ägare
field_are_1_to_10 = ska vara 1 till 10
field_are_2_to_10 = är 2 till 10
field_are_at_most_200 = får vara högst 200
field_are_days_that_have_been = och `to_on` ska vara dagar som har varit, i den ordningen
field_are_more_than_50 = är fler än 50: läs in dem i två omgångar
field_are_the_words_as_shown = ska vara orden som de visades, minst tio tecken, och får inte nämna någon
field_are_too_much_for_a_newsletter = är för mycket för ett nyhetsbrev (200 kB)
field_can_be_extended_once = tiden kan förlängas en gång, inom den första månaden
field_cannot_be_read_as_csv = kan inte läsas som CSV
field_cannot_be_sent = kan inte skickas
field_cannot_be_unpacked = kan inte packas upp
field_cohorts_are_60 = är `week` eller `month` och ger högst 59 intervall
field_hours_are_of_a_month = `hour` är för högst 31 dagar
field_no_exemption_for_statistics = läser på enheten, och dansk och svensk rätt undantar ingen statistik (T-12); räkna förfrågningar i stället
field_counting_needs_an_assessment = att räkna utan tillåtelse kräver en nedskriven bedömning (T-12)
field_first_make_sure_who_asks = först måste det vara klart vem som frågar
field_has_an_open_quote = har ett citattecken som inte är stängt: ett fält löper över rader där det står adresser
field_has_at_most_300_characters = får ha högst 300 tecken på en rad
field_has_no_address_column = har ingen kolumn med e-postadresser; kalla den `email`. Rad { $line } togs för den som namnger kolumnerna: { $shown }
field_has_no_head = har ingen rad som namnger kolumnerna
field_has_no_phone_column = har ingen kolumn med telefonnummer; kalla den `phone`. Rad { $line } togs för den som namnger kolumnerna: { $shown }
field_has_no_rows = har inga rader under den rad som namnger kolumnerna
field_has_no_sheet = har inget blad med något i
field_has_too_long_column_names = har kolumner med för långa namn
field_has_too_many_columns = har fler än 500 kolumner
field_has_too_many_fields = har mer än tjugo miljoner fält: dela upp den
field_has_too_many_rows = har mer än tio miljoner rader: dela upp den
field_has_a_long_row = har en rad på mer än fyra megabyte, eller ett citattecken som inte avslutas
field_unpacks_to_more_than_may_be_sent = blir uppackad större än vad som får skickas på en gång: dela upp den
field_has_too_many_texts = har fler texter än en arbetsbok får: spara den som CSV i UTF-8
field_is_too_large_a_workbook = är en arbetsbok på mer än 200 MB: spara den som CSV i UTF-8
field_has_too_many_sheets = har fler än 200 blad: dela upp den
field_holds_too_many_files = innehåller fler än 2 000 filer
field_holds_what_the_role_may_not_do = innehåller något som rollen inte får göra
field_is_a_time_that_has_been = är en tidpunkt som har varit
field_is_an_archive_without_a_table = är ett arkiv utan någon CSV- eller XLSX-fil
field_is_by_mail = sker med ett mejl: ett ja till andra kanaler lämnas bara in av en server som själv såg dem säga det
field_is_easily_guessed = är lätt att gissa: ta flera ord som inte har med varandra att göra
field_is_longer_than_100_kb = är längre än 100 kB
field_is_longer_than_512_bytes = är längre än 512 byte
field_is_missing_or_too_long = saknas, är för lång eller har tecken som inte kan sparas
field_is_needed_as_one_line = måste fyllas i med en rad som inte är för lång
field_is_needed_as_web_address = måste fyllas i: var de sade det, som en webbadress
field_is_needed_without_a_person = måste fyllas i när personen inte är angiven
field_is_no_email_address = är inte en e-postadress
field_is_no_text = är inte text: spara den som CSV i UTF-8 eller som XLSX
field_is_no_workbook = är ingen arbetsbok som går att läsa: spara den som XLSX eller som CSV i UTF-8
field_is_none_that_a_message_can_go_to = är ingen som det går att skicka ett meddelande till
field_is_not_known_yet = är inte känd: publicera först ett anmälningsformulär eller en text
field_is_not_named_by_the_form = nämns inte i formulärets ord (E-04)
field_is_not_of_this_protocol = har inte det här protokollets form
field_is_not_one_of_ours = är inte en av våra
field_is_not_the_current_version = är inte formulärets nuvarande
field_is_not_the_json = är inte den JSON som efterfrågas
field_is_said_already = är redan angiven; registrera en annan begäran
field_is_taken_from_a_server_only = tas bara emot från en server som själv såg dem säga det: med `confirm` satt till false
field_is_the_placeholder = är platshållaren: ge organisationen ett eget namn
field_names_special_data = nämner hälsa, tro, politik, fackförening, ursprung, sexualliv eller brott, som kräver en egen grund (P-08, P-18)
field_is_three_capital_letters = är tre stora bokstäver (ISO 4217)
field_is_two_letters = är två bokstäver, som `SE` (ISO 3166)
field_is_where_they_were_shown = ska vara den sida eller plats där de visades
field_may_have_200_entries = får ha högst 200 poster på 300 tecken
field_must_be_0_to_60_000 = ska vara 0 till 60 000
field_must_be_1_to_732 = ska vara 1 till 732
field_must_be_within_a_year = måste ligga inom ett år
field_must_be_within_five_years = måste ligga inom de senaste fem åren
field_must_be_within_the_last_year = måste ligga inom det senaste året
field_must_not_hold_your_name = får inte innehålla ditt namn, din adress eller organisationens namn
field_must_say_how_it_was_made_sure = måste säga hur ni vet vem det är
field_names_a_topic_not_of_the_form = nämner ett ämne som formuläret inte har, eller inget alls
field_has_no_confirmed_address = kräver en bekräftad e-postadress; skriv ett brev i stället
field_is_a_day_of_the_pause = måste vara en dag mellan pausens början och i dag
field_is_for_a_named_person = måste skrivas ned av en användare, inte med en API-nyckel
field_names_an_unasked_purpose = nämner ett ändamål som det inte frågas om
field_names_an_unknown_topic = nämner ett ämne som inte finns
field_names_no_topic_of_the_form = nämner inget ämne från formuläret
field_needs_15_to_400_characters = ska ha 15 till 400 tecken på vart och ett av organisationens språk
field_needs_1_to_100_characters = ska ha 1 till 100 tecken
field_needs_1_to_200_characters = ska ha 1 till 200 tecken
field_needs_2_to_400_characters = ska ha 2 till 400 tecken på vart och ett av organisationens språk
field_needs_a_host = ska ha minst en värd som `www.shop.example`, eller `*.shop.example` med allt under den, utan https://
field_needs_a_time_zone = ska vara ett namn som Europe/Copenhagen
field_needs_an_email_address = ska vara en e-postadress
field_needs_at_least_12_characters = ska ha minst 12 tecken
field_needs_email = ska ha `email`, som formuläret självt frågar efter
field_needs_three_capital_letters = ska vara tre stora bokstäver som SEK
field_needs_two_capital_letters = ska vara två stora bokstäver som SE eller DK
field_says_nothing = säger inget
field_says_why = ska säga varför, på högst 500 tecken
field_still_has_a_gap = har fortfarande en lucka (…), eller så är ämnesraden inte en enda rad
field_the_clock_stands_still = klockan står stilla: säg först vem det är
field_the_person_was_asked_already = personen är redan tillfrågad eller känd
field_unpacks_to_too_much = blir uppackad större än 400 MB: spara den som CSV i UTF-8

detail_no_such = { $what ->
    [passkey] lösennyckeln finns inte
    [address] adressen finns inte
    [api_key] API-nyckeln finns inte
    [browser] webbläsaren finns inte
    [browser_behind_this_record] webbläsaren bakom det här beviset finns inte
    [consent] samtycket finns inte
    [filter] filtret finns inte
    [organisation] organisationen finns inte
    [evidence] beviset finns inte
    [form] formuläret finns inte
    [form_or_topic] formuläret eller ämnet finns inte
    [import] inläsningen finns inte
    [invitation] inbjudan finns inte eller är använd
    [second_factor] det finns ingen tvåstegsinloggning att använda
    [job] jobbet finns inte
    [key_of_this_person] nyckeln till den här personen finns inte
    [link] länken finns inte
    [member_of_staff_to_send_a_test_to] det finns ingen medarbetare att skicka ett prov till
    [message] mejlet finns inte
    [newsletter] nyhetsbrevet finns inte
    [segment] segmentet finns inte
    [open_notice] det finns inget öppet meddelande till den mottagaren
    [pause] pausen finns inte
    [person] personen finns inte
    [receipt] kvittot finns inte
    [recipient] mottagaren finns inte
    [request] begäran finns inte
    [session] sessionen finns inte
    [site] webbplatsen finns inte
    [topic] ämnet finns inte
    [user] användaren finns inte
    [record] posten finns inte
   *[other] detta finns inte: { $thing }
}

detail_taken = { $what ->
    [passkey] lösennyckeln används redan
    [address] adressen används redan
    [form_version] den här versionen av formuläret finns redan
    [identifier] adressen eller numret tillhör redan någon annan
    [last_owners_place] den sista ägaren måste förbli ägare
    [notice_version] den här versionen av texten finns redan
    [person] det är redan samma person
    [second_factor] tvåstegsinloggningen är redan inställd
    [site_key] webbplatsens nyckel används redan
    [register] registret är redan påbörjat
    [segment] segmentet används: något vilar på det
   *[other] detta används redan: { $thing }
}

detail_changed = { $what ->
    [browser] webbläsaren har ändrats under tiden eller kommit för långt; hämta den igen
    [import] inläsningen har ändrats under tiden eller kommit för långt; hämta den igen
    [newsletter] nyhetsbrevet har ändrats under tiden eller kommit för långt; hämta det igen
    [segment] segmentet har ändrats under tiden; hämta det igen
    [permission] tillåtelsen har ändrats under tiden eller kommit för långt; hämta den igen
    [request] begäran har ändrats under tiden eller kommit för långt; hämta den igen
    [record] posten har ändrats under tiden; hämta den igen
    [pause] pausen har ändrats under tiden eller kommit för långt; hämta sidan igen
    [person] personen har ändrats under tiden eller kommit för långt; hämta sidan igen
   *[other] detta har ändrats under tiden eller kommit för långt: { $thing }; hämta det igen
}

detail_too_many = { $what ->
    [filters] det finns för många sparade filter: ta bort ett först
    [segments] det finns för många segment: ta bort ett först
    [passkeys] det finns för många lösennycklar: ta bort en först
    [attributes_of_one_person] det finns för många uppgifter om en person
    [records_of_one_person] det finns för många poster om en person
    [records] det finns för många poster
   *[other] detta finns det för många av: { $thing }
}

fault_controller_missing = { $what ->
    [address] den personuppgiftsansvariges adress saknas (B-11)
    [contact] den personuppgiftsansvariges kontakt saknas (B-11)
    [name] den personuppgiftsansvariges namn saknas (B-11)
    [policy_url] den personuppgiftsansvariges integritetspolicy saknas (B-11)
   *[other] den personuppgiftsansvariges { $what } saknas (B-11)
}

fault_sender_missing = { $what ->
    [address] avsändarens adress saknas, är för lång eller står inte på en rad (E-04, E-09)
    [contact] avsändarens kontakt saknas, är för lång eller står inte på en rad (E-04, E-09)
    [name] avsändarens namn saknas, är för långt eller står inte på en rad (E-04, E-09)
    [policy_url] avsändarens integritetspolicy saknas, är för lång eller står inte på en rad (E-04, E-09)
   *[other] avsändarens { $what } saknas, är för lång eller står inte på en rad (E-04, E-09)
}
field_needs_one_at_least = behöver minst en
field_is_needed_as_text = behövs, som text med högst 2 000 tecken
field_names_with_whom = anger med vem det görs eller för vem
field_needs_the_balancing_test = behövs när grunden är ett berättigat intresse: vad som vägdes, av vem och när (artikel 6.1 f)
field_needs_a_law_for_offences = kräver en rättslig förpliktelse för uppgifter om brott (GDPR 10, P-18)
field_needs_an_article_9_basis = behövs för uppgifter enligt artikel 9
field_lies_within_the_eea = nämner ett land inom EES; bara länder utanför är överföringar
field_needs_a_transfer_tool = behövs för länder utanför EES (X-01)
field_has_no_adequacy_decision = täcker inte alla de länderna i dag (X-02)
field_is_for_the_united_states = täcker bara mottagare i USA (X-03)
field_is_for_what_is_occasional = är för det tillfälliga, och programmet gör det dag för dag (X-05)
field_is_a_day = är en dag, som `2026-11-27`
field_is_a_day_that_has_been = ska vara en dag som har varit, som `2026-11-27`
problem_may_not_receive = Någon som nämns får inte ta emot uppgifter
detail_may_not_receive = { $name } får inte ta emot personuppgifter. { $why } { $way_out } ({ $rule })
field_is_a_moment_that_has_been = ska vara en tidpunkt som har varit, som `2026-11-27T14:30`
field_is_needed_before_it_is_signed = krävs innan den kan undertecknas
field_is_needed_before_it_closes = krävs innan ärendet kan avslutas (artikel 33 och 34)
field_says_why_it_was_late = ska säga varför myndigheten fick veta senare än 72 timmar efter (artikel 33.1)
field_is_before_it_was_known = ligger före den tidpunkt då ni fick kännedom om det
