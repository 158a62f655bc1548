problem_not_found = Täällä ei ole mitään
problem_method_not_allowed = Tätä ei voi tehdä täällä
problem_internal = Jokin meni vikaan meidän puolellamme
problem_unavailable = Ei käytettävissä juuri nyt
problem_sign_in_needed = Kirjaudu ensin sisään
problem_sign_in_failed = Osoite tai salasana on väärä
problem_too_many_attempts = Liian monta yritystä
problem_second_factor_asked = Tarvitaan myös kaksivaiheinen tunnistautuminen
problem_second_factor_wrong = Koodi ei täsmää
problem_passkey_wrong = Pääsyavainta ei hyväksytty
problem_passkey_copied = Pääsyavain on voitu kopioida
problem_passkey_elsewhere = Pääsyavaimet toimivat toisessa osoitteessa
problem_passkeys_unavailable = Pääsyavaimet eivät toimi täällä
problem_second_factor_needed = Ota ensin käyttöön kaksivaiheinen tunnistautuminen
problem_fresh_proof_needed = Osoita uudelleen, että se olet sinä
problem_proof_wrong = Se ei täsmännyt
problem_not_allowed = Roolisi ei salli tätä
problem_cross_site = Pyyntö tuli toiselta sivustolta
problem_invalid = Jokin kenttä on väärin
problem_malformed = Pyyntöä ei voi lukea
problem_too_large = Pyyntö on liian suuri
problem_unknown_site = Tällä avaimella ei ole sivustoa
problem_notice_unlawful = Suostumustekstiä ei voi julkaista
problem_form_unlawful = Lomaketta ei voi julkaista
problem_campaign_unlawful = Uutiskirjettä ei voi lähettää
problem_unanswered = Johonkin henkilön pyyntöön ei ole vastattu
problem_recipients_open = Ulkopuolinen vastaanottaja ei ole vastannut
problem_too_much = Tämä on enemmän kuin yhdestä henkilöstä yleensä jää
problem_not_for_profiles = Tätä ei saa kirjata henkilöstä
problem_changed = Sitä on muutettu tällä välin
problem_no_answer = Henkilölle ei ole lähtenyt vastausta
problem_mail_later = Sähköposti ei lähde nyt
problem_notice_changed = Uudempi suostumusteksti on julkaistu
problem_untrusted_choice = Valintaa ei tehnyt ihminen
problem_banner_not_shown = Banneri ei ollut näytöllä
problem_refused = Päätös on ei
problem_taken = Jollakulla toisella on se jo
problem_link_spent = Linkki on käytetty, vanhentunut tai tuntematon
problem_clock_in_doubt = Kello on kaukana viimeksi täällä nähdystä ajasta
problem_gone_too_much = Näin paljon ei poistu itsestään
problem_nothing_to_confirm = Mitään vahvistettavaa ei ole
problem_filter_invalid = Tätä suodatinta ei voi käyttää
problem_segment_invalid = Tätä segmenttiä ei voi laskea
problem_segment_in_use = Jokin perustuu tähän segmenttiin
problem_report_too_slow = Raportti kesti liian kauan
problem_timed_out = Se kesti liian kauan
problem_body_too_slow = Pyyntö tuli liian hitaasti
problem_too_many_choices = Liian monta valintaa
problem_dialect_unknown = Tätä seurantatyökalua ei tueta
problem_feed_stale = Peruutuksia ei tunneta juuri nyt

detail_again_in_minutes =
    yritä uudelleen { $minutes ->
        [one] minuutin
       *[other] { $minutes } minuutin
    } kuluttua
detail_answer_first = lähetä tai kirjaa ensin vastaus, tai lähetä `without_answer`, jos henkilölle kerrottiin muulla tavalla
detail_ask_for_a_new_one = pyydä uusi
detail_ask_for_a_shorter_period = valitse lyhyempi ajanjakso
detail_attribute_name = nimessä on 1–40 pientä kirjainta, numeroa tai merkkiä `_`, ja se alkaa kirjaimella
detail_attribute_value = arvo on yksi enintään 500 merkin rivi
detail_body_longer = sisältö on pidempi kuin { $n } tavua
detail_body_not_a_choice = sisältö ei ole valinta
detail_body_not_gzip = sisältö ei ole kelvollista gzipiä
detail_body_not_of_this_protocol = sisältö ei ole tämän protokollan muotoa
detail_body_not_received = Sisältöä ei voitu vastaanottaa: { $why }
detail_body_of_a_sign_up = sisällössä on oltava `email`, `topics` ja `version`, siinä saa olla `language`, `page`, `website`, `site` ja `token`, eikä mitään muuta
detail_by_is_a_dimension = `by` on ulottuvuuden nimi, kuten `source`
detail_check_both_and_try_again = tarkista molemmat ja yritä uudelleen
detail_check_the_address = tarkista osoite
detail_check_the_key_in_the_tag = tarkista tunnisteen avain
detail_check_the_password_or_code = tarkista salasana tai koodi ja yritä uudelleen
detail_check_the_site_key = tarkista sivuston avain
detail_choice_at_most = valinta on enintään 16 KiB
detail_clock_behind = tämän palvelimen kello jätättää; lähetä uudelleen myöhemmin
detail_close_other_requests_first = päätä ensin henkilön muut pyynnöt ja odota, kunnes vastaus on lähtenyt
detail_confirm_rows = käy suunnitelma läpi; jos se on oikein, lähetä `confirm_rows` arvolla { $rows }
detail_control_is_missing = `control` puuttuu
detail_each_answer_counts_once = yritä uudelleen; kukin vastaus kelpaa kerran, viiden minuutin ajan
detail_events_at_most = pyynnössä saa olla enintään { $n } tapahtumaa
detail_events_cannot_be_written = tapahtumia ei voi kirjoittaa; lähetä uudelleen myöhemmin
detail_field = `{ $field }`: { $why }
detail_file_at_most = lähetä enintään { $n } Mt kerralla
detail_file_is_missing = `file` puuttuu
detail_filter_too_long = suodattimessa saa olla { $n } tavua
detail_filter_malformed = suodatin on JSON, kuten `["is", "source", ["google"]]`, jossa `and` ja `or` ovat suodatinluettelon ja `not` yhden suodattimen edessä
detail_filter_too_deep = suodattimessa saa olla { $n } tasoa
detail_filter_too_many = suodattimessa saa olla { $n } osaa
detail_filter_operator = `{ $what }` ei ole operaattori; niitä ovat { $all }
detail_filter_dimension = `{ $what }` ei ole ulottuvuus; niitä ovat { $all } ja `prop:` ominaisuuden nimen edessä
detail_filter_unfit = `{ $operator }` ei sovi ulottuvuuteen `{ $dimension }`
detail_filter_values = `{ $what }` tarvitsee luettelon, jossa on 1–{ $n } enintään { $bytes } tavun arvoa
detail_filter_undeclared = sivusto ei ilmoita ominaisuutta `{ $what }`; lisää se sivuston asetuksiin, jotta se kerätään
detail_filter_number = `{ $what }` tarvitsee luvun, `between` kaksi luettelossa, pienempi ensin
detail_segment_facet = `{ $what }` ei ole mitään, mitä segmentit kysyvät; luettelo on osoitteessa `GET /segments/facets`
detail_segment_unknown = se nimeää segmentin, jota ei ole
detail_segment_deep = segmentit voivat olla sisäkkäin enintään { $n } tasoa, eikä mikään itsessään
detail_segment_large = siinä olevien segmenttien kanssa siinä on liikaa ehtoja
detail_segment_in_use = uutiskirje, joka ei ole päättynyt, tai toinen segmentti perustuu siihen: muuta ensin se
detail_from_and_to_are_days = `from` ja `to` ovat päiviä, kuten 2026-11-01
detail_grain_is_an_interval = `grain` on `hour`, `day`, `week` tai `month`
detail_grant_needs_a_real_act = suostumus vaatii todellisen teon bannerissa (B-28)
detail_id_invalid = `{ $id }` ei ole kelvollinen tunnus
detail_is_a_mail_server_set_up = onko sähköpostipalvelin määritetty, ja vastaako se?
detail_it_is_logged_try_again_later = se on lokissa; yritä myöhemmin uudelleen
detail_it_took_too_long = se kesti liian kauan; yritä uudelleen tai pyydä vähemmän kerralla
detail_json_needed = Pyynnössä on oltava `Content-Type: application/json`
detail_json_not_as_asked = JSON-sisältö ei ole sellainen kuin pitäisi: { $why }
detail_json_unread = Sisältöä ei voi lukea JSON-muotona: { $why }
detail_key_from_before_scopes = avain tehtiin ennen kuin avaimet kertoivat, mihin ne on tehty
detail_key_has_no_account = avaimella ei ole omaa tiliä
detail_key_not_made_for_this = avainta ei ole tehty tähän; omistaja voi tehdä sellaisen
detail_language_is_unknown = `language` on tuntematon
detail_load_the_page_again = lataa sivu uudelleen ja valitse uudestaan
detail_look_at_the_clock = katso koneen kelloa; jos se on oikeassa, vahvista se
detail_look_at_the_request = tarkista osoite, otsakkeet ja sisältö
detail_mail_is_not_caught_here = sähköpostia ei siepata täällä
detail_many_are_signing_in = moni kirjautuu yhtä aikaa; yritä hetken kuluttua uudelleen
detail_mapping_and_vouched = `mapping` ja `vouched` ovat enintään 256 kt JSONia
detail_mark_who_has_answered = merkitse kohdassa ”Tietojen vastaanottajat”, kuka on vastannut; sitten pyynnön voi päättää
detail_mend_what_is_listed = korjaa luetellut kohdat ja yritä uudelleen
detail_metrics_elsewhere = mittarit luetaan kohdasta `metrics_listen`, tai täältä arvolla `metrics_token`
detail_national_number_needs_a_ground = henkilötunnus vaatii oman käsittelyperusteen (N-01, N-02)
detail_no_notice_is_published = suostumustekstiä ei ole julkaistu
detail_no_site_key = pyynnössä ei ole sivuston avainta
detail_not_a_customer_number = tämä ei ole 1–64 merkin asiakasnumero
detail_not_a_telephone_number = tämä ei ole maatunnuksellinen puhelinnumero, kuten +358401234567
detail_not_an_email_address = tämä ei ole sähköpostiosoite
detail_not_the_file_or_form = sisältöä ei voi lukea siksi tiedostoksi tai lomakkeeksi, joksi sitä sanotaan
detail_nothing_is_collected = ihmisten vastauksia ei voi kirjata, joten mitään ei kerätä; lähetä uudelleen myöhemmin
detail_open_at = avaa Hjemmel osoitteessa { $address }
detail_order_is_loose_or_strict = `order` on `loose` tai `strict`
detail_other_files_are_taken_in = muita tiedostoja luetaan parhaillaan; yritä minuutin kuluttua uudelleen
detail_page_of_the_console = tämä on konsolin sivu; rajapinta alkaa polusta /api/v1
detail_period_longer = ajanjakso on pidempi kuin { $n } päivää
detail_prove_it = osoita se pyynnöllä `POST /session/proof`
detail_public_url_needs_a_name = `public_url` on oltava https ja nimi, ei numeroin kirjoitettu osoite
detail_query_unread = Pyynnön parametreja ei voi lukea: { $why }
detail_read_the_condition_again = lue tila uudelleen
detail_remove_this_passkey = kirjaudu toisella tavalla, poista tämä pääsyavain ja lisää uusi
detail_refused = { $why } { $way_out } ({ $rule })
detail_role_may_not = rooli `{ $role }` ei saa tehdä tätä
detail_say_shown_first = kerro ensin `shown`, ja lähetä saamasi vastaus valinnan mukana (B-28)
detail_send_a_recovery_code = lähetä varakoodi kentässä `code`: pääsyavaimet eivät toimi täällä
detail_send_less = lähetä vähemmän kerralla
detail_send_passkey_or_recovery_code = lähetä pääsyavaimen vastaus kentässä `passkey` tai varakoodi kentässä `code`
detail_send_the_code = lähetä todennussovelluksesi koodi kentässä `code`
detail_send_the_code_or_passkey = lähetä todennussovelluksesi koodi kentässä `code` tai pääsyavaimen vastaus kentässä `passkey`
detail_send_the_header = lähetä otsake `X-Hjemmel: 1` jokaisen muutoksen mukana
detail_send_the_metrics_token = lähetä `Authorization: Bearer`, jossa on `metrics_token`
detail_sign_in_or_send_a_key = kirjaudu sisään tai lähetä `Authorization: Bearer`, jossa on avain
detail_sign_up_at_most = ilmoittautuminen on enintään 16 KiB
detail_special_data_needs_a_ground = erityiset henkilötietoryhmät ja rikoksia koskevat tiedot vaativat oman käsittelyperusteen (P-08, P-18)
detail_steps_are_filters = `steps` on JSON-luettelo suodattimia
detail_the_api_is_described = rajapinta on kuvattu osoitteessa /docs
detail_the_body_does_not_come = sisältö ei tule perille; lähetä se uudelleen paremmalla yhteydellä
detail_the_database_does_not_answer = tietokanta ei vastaa; yritä myöhemmin uudelleen
detail_the_period_ends_before_it_begins = ajanjakso päättyy ennen kuin alkaa
detail_the_tag_is_not_built = tunniste ei sisälly tähän koosteeseen: suorita `make tag`
detail_this_is_for_staff = tämä on henkilöstölle
detail_too_many_choices = täältä tulee liian monta valintaa: yritä hetken päästä uudelleen
detail_too_many_events_wait = liian monta tapahtumaa odottaa; lähetä uudelleen myöhemmin
detail_tracker_not_spoken_to = { $tracker } ei ole tuettu täällä, eikä mitään tallennettu: käytä tämän palvelimen omaa tunnistetta tai tuettua protokollaa, kuten Matomon, Snowplow’n tai Segmentin
detail_try_again_in_a_moment = yritä hetken kuluttua uudelleen
detail_wait_for_the_next_code = odota seuraavaa; kukin koodi kelpaa vain kerran
detail_window_is_a_time = `window` on aika, kuten `30m`, `12h` tai `7d`, enintään 90 päivää
detail_withdrawals_unread = peruutuksia ei voi lukea, joten mitään ei sallita; lähetä uudelleen myöhemmin
detail_would_go_at_once = { $gone } / { $all } poistuisi kerralla; katso miksi, ja vahvista, jos se on oikein
detail_your_organisation_asks_for_one = organisaatiosi vaatii sen roolissasi

fault_accent = `accent` on oltava väri, kuten #0b6e75, jolla valkoinen teksti on luettavissa (4,5:1)
fault_blocks = siinä on oltava 1–{ $n } lohkoa
fault_controller_placeholder = rekisterinpitäjällä on yhä paikkamerkin nimi; anna organisaatiolle oma nimi (B-11)
fault_form_policy_url = tietosuojaselosteen osoitteen on alettava https://, http:// tai / (R-10)
fault_link = `{ $what }` on aloitettava https:// tai http://, eikä se saa nimetä ketään
fault_merge_sign = `{ $what }` sisältää merkinnän `{ $sign }`, jota mikään ei täytä täällä: lukijat saisivat sen sellaisenaan
fault_no_purpose_is_named = yhtään käyttötarkoitusta ei ole nimetty (P-01)
fault_no_text = kohdassa `{ $what }` ei ole tekstiä kielellä `{ $language }` (B-12, E-04)
fault_no_topic_is_named = yhtään aihetta ei ole nimetty (E-04)
fault_policy_url = tietosuojaselosteen osoitteen on alettava https://, http:// tai / (B-11)
fault_purpose_no_text = käyttötarkoituksella `{ $purpose }` ei ole tekstiä kielellä `{ $language }` (B-11, B-12)
fault_purpose_recipient = käyttötarkoitus `{ $purpose }` luovuttaa tietoja eikä nimeä vastaanottajaa (T-05, T-10)
fault_purpose_retention = käyttötarkoituksen `{ $purpose }` säilytysajan on oltava 1–3650 päivää (P-07)
fault_purpose_twice = käyttötarkoitus `{ $purpose }` on nimetty kahdesti (B-01)
fault_sender_placeholder = lähettäjällä on yhä paikkamerkin nimi; anna organisaatiolle oma nimi (E-04)
fault_text_not_sendable = `{ $what }` puuttuu, on liian pitkä tai sisältää merkkejä, joita ei voi lähettää (E-09)
fault_topic_not_of_form = lomake ei kysy tästä aiheesta, joten kukaan ei ole suostunut siihen tällä lähettäjällä (E-04)
fault_pressing = `{ $phrase }` käyttötarkoituksen `{ $purpose }` tekstissä painostaa lukijaa (B-24)
fault_tied = `{ $phrase }` käyttötarkoituksen `{ $purpose }` tekstissä sitoo suostumuksen johonkin muuhun (B-09)
fault_long = käyttötarkoituksen `{ $purpose }` tekstissä on virke, jossa on yli { $n } sanaa (B-12)
fault_vague = `{ $phrase }` käyttötarkoituksen `{ $purpose }` tekstissä on liian epämääräinen (B-12)

field_a_key_cannot_be_an_owner = avain ei voi olla omistaja
field_are_1_to_10 = määrän on oltava 1–10
field_are_2_to_10 = 2–10 kappaletta
field_are_at_most_200 = niitä saa olla enintään 200
field_are_days_that_have_been = tämän ja kentän `to_on` on oltava menneitä päiviä, tässä järjestyksessä
field_are_more_than_50 = niitä on yli 50: tuo ne kahdessa erässä
field_are_the_words_as_shown = sanojen on oltava sellaiset kuin ne näytettiin, vähintään kymmenen merkkiä, eivätkä ne saa nimetä ketään
field_are_too_much_for_a_newsletter = liikaa yhteen uutiskirjeeseen (200 kt)
field_can_be_extended_once = määräaikaa voi pidentää kerran, ensimmäisen kuukauden aikana
field_cannot_be_read_as_csv = ei voi lukea CSV-muotona
field_cannot_be_sent = ei voi lähettää
field_cannot_be_unpacked = ei voi purkaa
field_cohorts_are_60 = on `week` tai `month` ja antaa enintään 59 jaksoa
field_hours_are_of_a_month = `hour` on enintään 31 päivälle
field_no_exemption_for_statistics = lukee laitetta, eikä Tanskan ja Ruotsin laki vapauta tilastointia (T-12); laske pyyntöjä sen sijaan
field_counting_needs_an_assessment = laskeminen ilman lupaa vaatii kirjatun arvion (T-12)
field_first_make_sure_who_asks = varmista ensin, kuka pyytää
field_has_an_open_quote = lainausmerkki jää sulkematta: kenttä jatkuu riveille, joilla on osoitteita
field_has_at_most_300_characters = enintään 300 merkkiä yhdellä rivillä
field_has_no_address_column = sähköpostiosoitteiden saraketta ei ole; anna sille nimeksi `email`. Sarakkeet nimeäväksi riviksi tulkittiin rivi { $line }: { $shown }
field_has_no_head = mikään rivi ei nimeä sarakkeita
field_has_no_phone_column = puhelinnumeroiden saraketta ei ole; anna sille nimeksi `phone`. Sarakkeet nimeäväksi riviksi tulkittiin rivi { $line }: { $shown }
field_has_no_rows = sarakkeet nimeävän rivin alla ei ole rivejä
field_has_no_sheet = missään taulukossa ei ole mitään
field_has_too_long_column_names = sarakkeiden nimiä on liian pitkiä
field_has_too_many_columns = yli 500 saraketta
field_has_too_many_fields = yli kaksikymmentä miljoonaa kenttää: jaa osiin
field_has_too_many_rows = yli kymmenen miljoonaa riviä: jaa osiin
field_has_a_long_row = rivi on yli neljä megatavua, tai lainausmerkki jää sulkematta
field_unpacks_to_more_than_may_be_sent = purettuna enemmän kuin kerralla saa lähettää: jaa osiin
field_has_too_many_texts = enemmän tekstejä kuin työkirjassa saa olla: tallenna se CSV-muodossa (UTF-8)
field_is_too_large_a_workbook = yli 200 Mt:n työkirja: tallenna se CSV-muodossa (UTF-8)
field_has_too_many_sheets = yli 200 taulukkoa: jaa osiin
field_holds_too_many_files = yli 2 000 tiedostoa
field_holds_what_the_role_may_not_do = sisältää jotakin, mitä rooli ei saa tehdä
field_is_a_time_that_has_been = ajan on oltava mennyt
field_is_an_archive_without_a_table = paketissa ei ole CSV- eikä XLSX-tiedostoa
field_is_by_mail = tämä tehdään sähköpostilla: suostumuksen muihin kanaviin välittää vain palvelin, joka itse näki sen annettavan
field_is_easily_guessed = helppo arvata: käytä useaa sanaa, joilla ei ole mitään tekemistä toistensa kanssa
field_is_longer_than_100_kb = pidempi kuin 100 kt
field_is_longer_than_512_bytes = pidempi kuin 512 tavua
field_is_missing_or_too_long = puuttuu, on liian pitkä tai sisältää merkkejä, joita ei voi säilyttää
field_is_needed_as_one_line = täytettävä yhdelle riville, joka ei ole liian pitkä
field_is_needed_as_web_address = täytettävä: missä suostumus annettiin, verkko-osoitteena
field_is_needed_without_a_person = täytettävä, kun henkilöä ei ole nimetty
field_is_no_email_address = ei ole sähköpostiosoite
field_is_no_text = ei ole tekstiä: tallenna se CSV-muodossa (UTF-8) tai XLSX-muodossa
field_is_no_workbook = ei ole luettavissa oleva työkirja: tallenna se XLSX-muodossa tai CSV-muodossa (UTF-8)
field_is_none_that_a_message_can_go_to = tähän ei voi lähettää viestiä
field_is_not_known_yet = ei ole tiedossa: julkaise ensin ilmoittautumislomake tai suostumusteksti
field_is_not_named_by_the_form = lomakkeen sanat eivät mainitse tätä (E-04)
field_is_not_of_this_protocol = ei ole tämän protokollan muotoa
field_is_not_one_of_ours = ei ole yksi meidän pohjistamme
field_is_not_the_current_version = ei ole lomakkeen voimassa oleva versio
field_is_not_the_json = ei ole se JSON, jota pyydetään
field_is_said_already = on jo kerrottu; kirjaa toinen pyyntö
field_is_taken_from_a_server_only = otetaan vastaan vain palvelimelta, joka itse näki suostumuksen annettavan: `confirm` arvolla false
field_is_the_placeholder = on paikkamerkki: anna organisaatiolle oma nimi
field_names_special_data = mainitsee terveyden, uskon, politiikan, ammattiliiton, alkuperän, seksuaalielämän tai rikokset, mikä vaatii oman perusteen (P-08, P-18)
field_is_three_capital_letters = kolme isoa kirjainta (ISO 4217)
field_is_two_letters = kaksi kirjainta, kuten `FI` (ISO 3166)
field_is_where_they_were_shown = sivu tai paikka, jossa ne näytettiin
field_may_have_200_entries = enintään 200 kohtaa, kussakin enintään 300 merkkiä
field_must_be_0_to_60_000 = oltava 0–60 000
field_must_be_1_to_732 = oltava 1–732
field_must_be_within_a_year = oltava vuoden sisällä
field_must_be_within_five_years = oltava viiden viime vuoden ajalta
field_must_be_within_the_last_year = oltava viime vuoden ajalta
field_must_not_hold_your_name = ei saa sisältää nimeäsi, osoitettasi eikä organisaation nimeä
field_must_say_how_it_was_made_sure = on kerrottava, miten henkilöllisyys varmistettiin
field_names_a_topic_not_of_the_form = nimeää aiheen, jota lomakkeessa ei ole, tai ei mitään
field_has_no_confirmed_address = vaatii vahvistetun sähköpostiosoitteen; kirjoittakaa kirje
field_is_a_day_of_the_pause = on oltava päivä keskeytyksen alun ja tämän päivän välillä
field_is_for_a_named_person = on käyttäjän kirjattava, ei API-avaimen
field_names_an_unasked_purpose = nimeää käyttötarkoituksen, jota ei kysytä
field_names_an_unknown_topic = nimeää aiheen, jota ei ole
field_names_no_topic_of_the_form = ei nimeä yhtään lomakkeen aihetta
field_needs_15_to_400_characters = oltava 15–400 merkkiä jokaisella organisaation kielellä
field_needs_1_to_100_characters = oltava 1–100 merkkiä
field_needs_1_to_200_characters = oltava 1–200 merkkiä
field_needs_2_to_400_characters = oltava 2–400 merkkiä jokaisella organisaation kielellä
field_needs_a_host = oltava vähintään yksi isäntänimi, kuten `www.shop.example`, tai `*.shop.example` kaikkine alaisineen, ilman https://
field_needs_a_time_zone = oltava nimi, kuten Europe/Helsinki
field_needs_an_email_address = oltava sähköpostiosoite
field_needs_at_least_12_characters = oltava vähintään 12 merkkiä
field_needs_email = mukana on oltava `email`, jota lomake itse kysyy
field_needs_three_capital_letters = oltava kolme isoa kirjainta, kuten EUR
field_needs_two_capital_letters = oltava kaksi isoa kirjainta, kuten FI
field_says_nothing = ei sano mitään
field_says_why = on kerrottava syy enintään 500 merkillä
field_still_has_a_gap = siinä on yhä aukko (…), tai otsikko ei ole yhdellä rivillä
field_the_clock_stands_still = määräaika on pysähdyksissä: kerro ensin, kuka pyytäjä on
field_the_person_was_asked_already = henkilöltä on jo kysytty, tai hänet jo tunnetaan
field_unpacks_to_too_much = purettuna yli 400 Mt: tallenna se CSV-muodossa (UTF-8)

detail_no_such = { $what ->
    [passkey] pääsyavainta ei ole
    [address] osoitetta ei ole
    [api_key] API-avainta ei ole
    [browser] selainta ei ole
    [browser_behind_this_record] tämän merkinnän takana olevaa selainta ei ole
    [consent] suostumusta ei ole
    [filter] suodatinta ei ole
    [organisation] organisaatiota ei ole
    [evidence] todistetta ei ole
    [form] lomaketta ei ole
    [form_or_topic] lomaketta tai aihetta ei ole
    [import] tuontia ei ole
    [invitation] kutsua ei ole, tai se on käytetty
    [second_factor] käytettävissä ei ole kaksivaiheista tunnistautumista
    [job] työtä ei ole
    [key_of_this_person] tämän henkilön avainta ei ole
    [link] linkkiä ei ole
    [member_of_staff_to_send_a_test_to] ei ole ketään henkilöstöstä, jolle kokeen voisi lähettää
    [message] viestiä ei ole
    [newsletter] uutiskirjettä ei ole
    [segment] segmenttiä ei ole
    [open_notice] tälle vastaanottajalle ei ole avointa ilmoitusta
    [pause] keskeytystä ei ole
    [person] henkilöä ei ole
    [receipt] kuittausta ei ole
    [recipient] vastaanottajaa ei ole
    [request] pyyntöä ei ole
    [session] istuntoa ei ole
    [site] sivustoa ei ole
    [topic] aihetta ei ole
    [user] käyttäjää ei ole
    [record] tietuetta ei ole
   *[other] tätä ei ole: { $thing }
}

detail_taken = { $what ->
    [passkey] pääsyavain on jo käytössä
    [address] osoite on jo käytössä
    [form_version] tämä lomakkeen versio on jo olemassa
    [identifier] osoite tai numero kuuluu jo jollekulle toiselle
    [last_owners_place] viimeisen omistajan on pysyttävä omistajana
    [notice_version] tämä suostumustekstin versio on jo olemassa
    [person] se on jo sama henkilö
    [second_factor] kaksivaiheinen tunnistautuminen on jo käytössä
    [site_key] sivuston avain on jo käytössä
    [register] seloste on jo aloitettu
    [segment] segmentti on käytössä: jokin perustuu siihen
   *[other] tämä on jo käytössä: { $thing }
}

detail_changed = { $what ->
    [browser] selainta on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa se uudelleen
    [import] tuontia on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa se uudelleen
    [newsletter] uutiskirjettä on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa se uudelleen
    [segment] segmenttiä on muutettu tällä välin; lataa se uudelleen
    [permission] lupaa on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa se uudelleen
    [request] pyyntöä on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa se uudelleen
    [record] tietuetta on muutettu sillä välin; hae se uudelleen
    [pause] keskeytystä on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa sivu uudelleen
    [person] henkilöä on muutettu tällä välin, tai se on edennyt liian pitkälle; lataa sivu uudelleen
   *[other] tätä on muutettu tällä välin, tai se on edennyt liian pitkälle: { $thing }; lataa se uudelleen
}

detail_too_many = { $what ->
    [filters] tallennettuja suodattimia on liikaa: poista ensin yksi
    [segments] segmenttejä on liikaa: poista ensin yksi
    [passkeys] pääsyavaimia on liikaa: poista ensin yksi
    [attributes_of_one_person] yhdestä henkilöstä on liikaa tietoja
    [records_of_one_person] yhdestä henkilöstä on liikaa tietueita
    [records] tietueita on liikaa
   *[other] näitä on liikaa: { $thing }
}

fault_controller_missing = { $what ->
    [address] rekisterinpitäjän osoite puuttuu (B-11)
    [contact] rekisterinpitäjän yhteystieto puuttuu (B-11)
    [name] rekisterinpitäjän nimi puuttuu (B-11)
    [policy_url] rekisterinpitäjän tietosuojaseloste puuttuu (B-11)
   *[other] rekisterinpitäjän { $what } puuttuu (B-11)
}

fault_sender_missing = { $what ->
    [address] lähettäjän osoite puuttuu, on liian pitkä tai ei ole yhdellä rivillä (E-04, E-09)
    [contact] lähettäjän yhteystieto puuttuu, on liian pitkä tai ei ole yhdellä rivillä (E-04, E-09)
    [name] lähettäjän nimi puuttuu, on liian pitkä tai ei ole yhdellä rivillä (E-04, E-09)
    [policy_url] lähettäjän tietosuojaseloste puuttuu, on liian pitkä tai ei ole yhdellä rivillä (E-04, E-09)
   *[other] lähettäjän { $what } puuttuu, on liian pitkä tai ei ole yhdellä rivillä (E-04, E-09)
}
field_needs_one_at_least = tarvitsee vähintään yhden
field_is_needed_as_text = tarvitaan, enintään 2 000 merkin tekstinä
field_names_with_whom = kertoo, kenen kanssa tai kenen puolesta se tehdään
field_needs_the_balancing_test = tarvitaan, kun peruste on oikeutettu etu: mitä punnittiin, kuka punnitsi ja milloin (6 artiklan 1 kohdan f alakohta)
field_needs_a_law_for_offences = vaatii lakisääteisen velvoitteen rikoksia koskeville tiedoille (GDPR 10, P-18)
field_needs_an_article_9_basis = tarvitaan 9 artiklan tiedoille
field_lies_within_the_eea = nimeää ETA-maan; vain sen ulkopuoliset ovat siirtoja
field_needs_a_transfer_tool = tarvitaan ETA:n ulkopuolisille maille (X-01)
field_has_no_adequacy_decision = ei kata kaikkia noita maita tänään (X-02)
field_is_for_the_united_states = kattaa vain vastaanottajat Yhdysvalloissa (X-03)
field_is_for_what_is_occasional = on satunnaista varten, ja ohjelma tekee sen päivästä päivään (X-05)
field_is_a_day = on päivä, kuten `2026-11-27`
field_is_a_day_that_has_been = on päivä, joka on ollut, kuten `2026-11-27`
problem_may_not_receive = Joku nimetty ei saa vastaanottaa tietoja
detail_may_not_receive = { $name } ei saa vastaanottaa henkilötietoja. { $why } { $way_out } ({ $rule })
field_is_a_moment_that_has_been = on ajankohta, joka on ollut, kuten `2026-11-27T14:30`
field_is_needed_before_it_is_signed = tarvitaan ennen allekirjoittamista
field_is_needed_before_it_closes = tarvitaan ennen kuin tapaus voidaan päättää (33 ja 34 artikla)
field_says_why_it_was_late = kertoo, miksi viranomaiselle ilmoitettiin yli 72 tunnin kuluttua (33 artiklan 1 kohta)
field_is_before_it_was_known = on ennen kuin loukkaus tuli ilmi
