# What problems of the API say: titles, details (`detail_`), what is wrong with a field and follows its name (`field_`),
# and faults of what was to be published (`fault_`).

problem_not_found = There is nothing here
problem_method_not_allowed = This cannot be done here
problem_internal = Something went wrong on our side
problem_unavailable = Not available right now
problem_sign_in_needed = Sign in first
problem_sign_in_failed = Address or password is wrong
problem_too_many_attempts = Too many attempts
problem_second_factor_asked = A second factor is needed as well
problem_second_factor_wrong = The code is not right
problem_passkey_wrong = The passkey was not taken
problem_passkey_copied = The passkey may have been copied
problem_passkey_elsewhere = Passkeys work at another address
problem_passkeys_unavailable = Passkeys do not work here
problem_second_factor_needed = Set up a second factor first
problem_fresh_proof_needed = Show again that it is you
problem_proof_wrong = That was not right
problem_not_allowed = Your role does not allow this
problem_cross_site = The request came from another site
problem_invalid = A field is not right
problem_malformed = The request cannot be read
problem_too_large = The request is too large
problem_unknown_site = There is no site with this key
problem_notice_unlawful = The notice cannot be published
problem_form_unlawful = The form cannot be published
problem_campaign_unlawful = The newsletter cannot go out
problem_unanswered = Something the person asked for is not answered
problem_recipients_open = A recipient outside has not answered
problem_too_much = It is more than one person leaves
problem_not_for_profiles = This may not be written down about a person
problem_changed = It was changed meanwhile
problem_no_answer = No answer has gone to the person
problem_mail_later = Mail does not go out now
problem_notice_changed = A newer notice is published
problem_untrusted_choice = The choice was not made by a person
problem_banner_not_shown = The banner was not on the screen
problem_refused = The decision is no
problem_taken = Somebody else has that already
problem_link_spent = The link is used, old or unknown
problem_clock_in_doubt = The clock is far from the last time seen here
problem_gone_too_much = So much does not go by itself
problem_nothing_to_confirm = There is nothing to confirm
problem_filter_invalid = This filter cannot be asked
problem_segment_invalid = This segment cannot be worked out
problem_segment_in_use = Something rests on this segment
problem_report_too_slow = The report took too long
problem_timed_out = It took too long
problem_body_too_slow = The request came too slowly
problem_too_many_choices = Too many choices
problem_dialect_unknown = This tracker is not spoken to
problem_feed_stale = Withdrawals are not known right now

detail_again_in_minutes =
    try again in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }
detail_answer_first = send or write down an answer first, or send `without_answer` if the person was told in another way
detail_ask_for_a_new_one = ask for a new one
detail_ask_for_a_shorter_period = ask for a shorter period
detail_attribute_name = a name is 1 to 40 lower-case letters, digits and `_`, and begins with a letter
detail_attribute_value = a value is one line of at most 500 characters
detail_body_longer = the body is longer than { $n } bytes
detail_body_not_a_choice = the body is not a choice
detail_body_not_gzip = the body is not valid gzip
detail_body_not_of_this_protocol = the body is not of this protocol's form
detail_body_not_received = Failed to buffer the request body: { $why }
detail_body_of_a_sign_up = the body needs `email`, `topics` and `version`, may have `language`, `page`, `website`, `site` and `token`, and nothing else
detail_by_is_a_dimension = `by` is the name of a dimension such as `source`
detail_check_both_and_try_again = check both and try again
detail_check_the_address = check the address
detail_check_the_key_in_the_tag = check the key in the tag
detail_check_the_password_or_code = check the password or code and try again
detail_check_the_site_key = check the site key
detail_choice_at_most = a choice is at most 16 KiB
detail_clock_behind = the clock of this server is behind; send it again later
detail_close_other_requests_first = close the person's other requests first, and wait until the answer has gone
detail_confirm_rows = look at the plan; if it is right, send `confirm_rows` with { $rows }
detail_control_is_missing = `control` is missing
detail_each_answer_counts_once = try again; each answer counts once, for five minutes
detail_events_at_most = a request may have at most { $n } events
detail_events_cannot_be_written = events cannot be written; send it again later
detail_field = `{ $field }` { $why }
detail_file_at_most = send at most { $n } MB at once
detail_file_is_missing = `file` is missing
detail_filter_too_long = a filter may have { $n } bytes
detail_filter_malformed = a filter is JSON such as `["is", "source", ["google"]]`, with `and` and `or` over a list of filters and `not` over one
detail_filter_too_deep = a filter may be nested { $n } deep
detail_filter_too_many = a filter may have { $n } parts
detail_filter_operator = `{ $what }` is no operator; there are { $all }
detail_filter_dimension = `{ $what }` is no dimension; there are { $all }, and `prop:` before the name of a property
detail_filter_unfit = `{ $operator }` does not fit `{ $dimension }`
detail_filter_values = `{ $what }` needs 1 to { $n } values of at most { $bytes } bytes in a list
detail_filter_undeclared = the site declares no property `{ $what }`; add it to the site's settings to collect it
detail_filter_number = `{ $what }` needs a number, `between` two in a list, the lower first
detail_segment_facet = `{ $what }` is nothing that segments ask by; the list is at `GET /segments/facets`
detail_segment_unknown = it names a segment that is not there
detail_segment_deep = segments stand in each other at most { $n } deep, and none in itself
detail_segment_large = with the segments in it, it has too many conditions
detail_segment_in_use = a newsletter that is not over, or another segment, rests on it: change that first
detail_from_and_to_are_days = `from` and `to` are days such as 2026-11-01
detail_grain_is_an_interval = `grain` is `hour`, `day`, `week` or `month`
detail_grant_needs_a_real_act = a grant needs a real act in the banner (B-28)
detail_id_invalid = `{ $id }` is not a valid id
detail_is_a_mail_server_set_up = is a mail server set up, and does it answer?
detail_it_is_logged_try_again_later = it is logged; try again later
detail_it_took_too_long = it took too long; try again, or ask for less at once
detail_json_needed = Expected request with `Content-Type: application/json`
detail_json_not_as_asked = Failed to deserialize the JSON body into the target type: { $why }
detail_json_unread = Failed to parse the request body as JSON: { $why }
detail_key_from_before_scopes = this key was made before keys said what they are for
detail_key_has_no_account = a key has no account of its own
detail_key_not_made_for_this = this key was not made for this; an owner can make one that is
detail_language_is_unknown = `language` is unknown
detail_load_the_page_again = load the page again and choose anew
detail_look_at_the_clock = look at the machine's clock; if it is right, confirm it
detail_look_at_the_request = look at the address, the headers and the body
detail_mail_is_not_caught_here = mail is not caught here
detail_many_are_signing_in = many are signing in at the same time; try again in a moment
detail_mapping_and_vouched = `mapping` and `vouched` are JSON of at most 256 kB
detail_mark_who_has_answered = mark under Recipients who has answered; then it can be closed
detail_mend_what_is_listed = mend what is listed and try again
detail_metrics_elsewhere = metrics are read at `metrics_listen`, or here with `metrics_token`
detail_national_number_needs_a_ground = a national identity number needs a ground of its own (N-01, N-02)
detail_no_notice_is_published = no notice is published
detail_no_site_key = the request names no site key
detail_not_a_customer_number = this is not a customer number of 1 to 64 characters
detail_not_a_telephone_number = this is not a telephone number with country code, such as +4512345678
detail_not_an_email_address = this is not an e-mail address
detail_not_the_file_or_form = the body cannot be read as the file or the form it is said to be
detail_nothing_is_collected = what people say cannot be written down, so nothing is collected; send it again later
detail_open_at = open Hjemmel at { $address }
detail_order_is_loose_or_strict = `order` is `loose` or `strict`
detail_other_files_are_taken_in = other files are being taken in; try again in a minute
detail_page_of_the_console = this is a page of the console; the API begins with /api/v1
detail_period_longer = the period is longer than { $n } days
detail_prove_it = prove it with `POST /session/proof`
detail_public_url_needs_a_name = `public_url` must be https with a name, not an address in numbers
detail_query_unread = Failed to deserialize query string: { $why }
detail_read_the_condition_again = read the condition again
detail_remove_this_passkey = sign in another way, remove this passkey, and add a new one
detail_refused = { $why } { $way_out } ({ $rule })
detail_role_may_not = the role `{ $role }` may not do this
detail_say_shown_first = say `shown` first, and hand in what comes back with the choice (B-28)
detail_send_a_recovery_code = send a recovery code as `code`: passkeys do not work here
detail_send_less = send less at once
detail_send_passkey_or_recovery_code = send a passkey's answer as `passkey`, or a recovery code as `code`
detail_send_the_code = send the code of your authenticator as `code`
detail_send_the_code_or_passkey = send the code of your authenticator as `code`, or a passkey's answer as `passkey`
detail_send_the_header = send the header `X-Hjemmel: 1` with every change
detail_send_the_metrics_token = send `Authorization: Bearer` with `metrics_token`
detail_sign_in_or_send_a_key = sign in, or send `Authorization: Bearer` with a key
detail_sign_up_at_most = a sign-up is at most 16 KiB
detail_special_data_needs_a_ground = special categories of data and data about offences need a ground of their own (P-08, P-18)
detail_steps_are_filters = `steps` is a JSON array of filters
detail_the_api_is_described = the API is described at /docs
detail_the_body_does_not_come = the body does not come; send it again over a better line
detail_the_database_does_not_answer = the database does not answer; try again later
detail_the_period_ends_before_it_begins = the period ends before it begins
detail_the_tag_is_not_built = the tag is not part of this build: run `make tag`
detail_this_is_for_staff = this is for staff
detail_too_many_choices = too many choices come from here: try again in a while
detail_too_many_events_wait = too many events are waiting; send it again later
detail_tracker_not_spoken_to = { $tracker } is not spoken to here, and nothing was stored: use this server's own tag, or a protocol that is spoken to, such as Matomo's, Snowplow's or Segment's
detail_try_again_in_a_moment = try again in a moment
detail_wait_for_the_next_code = wait for the next one; each counts once
detail_window_is_a_time = `window` is a time such as `30m`, `12h` or `7d`, at most 90 days
detail_withdrawals_unread = withdrawals cannot be read, so nothing is permitted; send it again later
detail_would_go_at_once = { $gone } of { $all } would go at once; look why, and confirm it if it is right
detail_your_organisation_asks_for_one = your organisation asks for one in your role

fault_accent = `accent` must be a colour such as #0b6e75 that white text can be read on (4.5:1)
fault_blocks = it needs 1 to { $n } blocks
fault_controller_placeholder = the controller is still called by the placeholder name; give the organisation its own (B-11)
fault_form_policy_url = the privacy policy needs an address that begins with https://, http:// or / (R-10)
fault_link = `{ $what }` must begin with https:// or http:// and name nobody
fault_merge_sign = `{ $what }` holds `{ $sign }`, which nothing fills in here: readers would get it as it is typed
fault_no_purpose_is_named = no purpose is named (P-01)
fault_no_text = `{ $what }` has no text in `{ $language }` (B-12, E-04)
fault_no_topic_is_named = no topic is named (E-04)
fault_policy_url = the privacy policy needs an address that begins with https://, http:// or / (B-11)
fault_purpose_no_text = purpose `{ $purpose }` has no text in `{ $language }` (B-11, B-12)
fault_purpose_recipient = purpose `{ $purpose }` shares data and names no recipient (T-05, T-10)
fault_purpose_retention = purpose `{ $purpose }` needs a retention of 1 to 3650 days (P-07)
fault_purpose_twice = purpose `{ $purpose }` is named twice (B-01)
fault_sender_placeholder = the sender is still called by the placeholder name; give the organisation its own (E-04)
fault_text_not_sendable = `{ $what }` is missing, too long or holds characters that cannot be sent (E-09)
fault_topic_not_of_form = the form does not ask about this topic, so nobody said yes to it under this sender (E-04)
fault_pressing = `{ $phrase }` in the text of `{ $purpose }` presses whoever reads it (B-24)
fault_tied = `{ $phrase }` in the text of `{ $purpose }` ties the yes to something else (B-09)
fault_long = a sentence in the text of `{ $purpose }` has more than { $n } words (B-12)
fault_vague = `{ $phrase }` in the text of `{ $purpose }` is too vague (B-12)

field_a_key_cannot_be_an_owner = a key cannot be an owner
field_are_1_to_10 = are 1 to 10
field_are_2_to_10 = are 2 to 10
field_are_at_most_200 = are at most 200
field_are_days_that_have_been = and `to_on` are days that have been, in that order
field_are_more_than_50 = are more than 50: bring them in in two times
field_are_the_words_as_shown = are the words as they were shown, at least ten characters, and name nobody
field_are_too_much_for_a_newsletter = are too much for one newsletter (200 kB)
field_can_be_extended_once = the time can be extended once, within the first month
field_cannot_be_read_as_csv = cannot be read as CSV
field_cannot_be_sent = cannot be sent
field_cannot_be_unpacked = cannot be unpacked
field_cohorts_are_60 = is `week` or `month`, and gives at most 59 intervals
field_hours_are_of_a_month = `hour` is for at most 31 days
field_no_exemption_for_statistics = reads the device, for which Danish and Swedish law exempt no statistics (T-12); count requests instead
field_counting_needs_an_assessment = counting without permission needs a recorded assessment (T-12)
field_first_make_sure_who_asks = first make sure who asks
field_has_an_open_quote = has a quote that is not closed: a field runs over lines that hold addresses
field_has_at_most_300_characters = has at most 300 characters, on one line
field_has_no_address_column = has no column of e-mail addresses; call it `email`. Line { $line } was taken for the one that names the columns: { $shown }
field_has_no_head = has no line that names the columns
field_has_no_phone_column = has no column of telephone numbers; call it `phone`. Line { $line } was taken for the one that names the columns: { $shown }
field_has_no_rows = has no rows under the line that names the columns
field_has_no_sheet = has no sheet with anything in it
field_has_too_long_column_names = has columns with names that are too long
field_has_too_many_columns = has more than 500 columns
field_has_too_many_fields = has more than twenty million fields: cut it in parts
field_has_too_many_rows = has more than ten million rows: cut it in parts
field_has_a_long_row = has a row of more than four megabytes, or a quote that is not closed
field_unpacks_to_more_than_may_be_sent = unpacks to more than may be sent at once: cut it in parts
field_has_too_many_texts = has more texts than a workbook may: save it as CSV in UTF-8
field_is_too_large_a_workbook = is a workbook of more than 200 MB: save it as CSV in UTF-8
field_has_too_many_sheets = has more than 200 sheets: cut it in parts
field_holds_too_many_files = holds more than 2,000 files
field_holds_what_the_role_may_not_do = holds what the role may not do
field_is_a_time_that_has_been = is a time that has been
field_is_an_archive_without_a_table = is an archive without a CSV or XLSX file in it
field_is_by_mail = is by mail: only a server that saw them say so hands in a yes to others
field_is_easily_guessed = is easily guessed: take several words that have nothing to do with each other
field_is_longer_than_100_kb = is longer than 100 kB
field_is_longer_than_512_bytes = is longer than 512 bytes
field_is_missing_or_too_long = is missing, too long or holds characters that cannot be kept
field_is_needed_as_one_line = is needed, as one line that is not too long
field_is_needed_as_web_address = is needed: where they said so, as a web address
field_is_needed_without_a_person = is needed when the person is not named
field_is_no_email_address = is no e-mail address
field_is_no_text = is no text: save it as CSV in UTF-8, or as XLSX
field_is_no_workbook = is no workbook that can be read: save it as XLSX or as CSV in UTF-8
field_is_none_that_a_message_can_go_to = is none that a message can go to
field_is_not_known_yet = is not known: publish a sign-up form or a notice first
field_is_not_named_by_the_form = is none that the words of the form name (E-04)
field_is_not_of_this_protocol = is not of this protocol's form
field_is_not_one_of_ours = is not one of ours
field_is_not_the_current_version = is not the current one of the form
field_is_not_the_json = is not the JSON that is asked for
field_is_said_already = is said already; enter another request
field_is_taken_from_a_server_only = is taken from a server that saw them say so only: with `confirm` false
field_is_the_placeholder = is the placeholder: give the organisation its own name
field_names_special_data = names health, belief, politics, a union, origin, sex life or offences, which needs a ground of its own (P-08, P-18)
field_is_three_capital_letters = is three capital letters (ISO 4217)
field_is_two_letters = is two letters, such as `DK` (ISO 3166)
field_is_where_they_were_shown = is the page or place where they were shown
field_may_have_200_entries = may have at most 200 entries of 300 characters
field_must_be_0_to_60_000 = must be 0 to 60,000
field_must_be_1_to_732 = must be 1 to 732
field_must_be_within_a_year = must be within a year
field_must_be_within_five_years = must be within the last five years
field_must_be_within_the_last_year = must be within the last year
field_must_not_hold_your_name = must not hold your name, your address or the organisation's name
field_must_say_how_it_was_made_sure = must say how it was made sure
field_names_a_topic_not_of_the_form = names a topic that the form does not have, or none
field_has_no_confirmed_address = needs a confirmed e-mail address; write a letter instead
field_is_a_day_of_the_pause = must be a day between the beginning of the pause and today
field_is_for_a_named_person = must be written down by a user, not with an API key
field_names_an_unasked_purpose = names a purpose that is not asked for
field_names_an_unknown_topic = names a topic that is not there
field_names_no_topic_of_the_form = names no topic of the form
field_needs_15_to_400_characters = needs 15 to 400 characters in each language of the organisation
field_needs_1_to_100_characters = needs 1 to 100 characters
field_needs_1_to_200_characters = needs 1 to 200 characters
field_needs_2_to_400_characters = needs 2 to 400 characters in each language of the organisation
field_needs_a_host = needs at least one host such as `www.shop.example`, or `*.shop.example` with all below it, without https://
field_needs_a_time_zone = needs a name such as Europe/Copenhagen
field_needs_an_email_address = needs an e-mail address
field_needs_at_least_12_characters = needs at least 12 characters
field_needs_email = needs `email`, which the form asks for itself
field_needs_three_capital_letters = needs three capital letters such as DKK
field_needs_two_capital_letters = needs two capital letters such as DK
field_says_nothing = says nothing
field_says_why = says in at most 500 characters why
field_still_has_a_gap = still has a gap (…), or the subject is not one line
field_the_clock_stands_still = the clock stands still: say first who it is
field_the_person_was_asked_already = the person was asked, or is known, already
field_unpacks_to_too_much = unpacks to more than 400 MB: save it as CSV in UTF-8

detail_no_such = { $what ->
    [api_key] there is no such API key
   *[other] there is no such { $thing }
}

detail_taken = { $what ->
   *[other] this { $thing } is taken
}

detail_changed = { $what ->
   *[other] this { $thing } was changed meanwhile, or has gone too far; load it again
}

detail_too_many = { $what ->
   *[other] there are too many { $thing }
}

fault_controller_missing = { $what ->
    [address] the controller's address is missing (B-11)
    [contact] the controller's contact is missing (B-11)
    [name] the controller's name is missing (B-11)
    [policy_url] the controller's policy_url is missing (B-11)
   *[other] the controller's { $what } is missing (B-11)
}

fault_sender_missing = { $what ->
    [address] the sender's address is missing, too long or not one line (E-04, E-09)
    [contact] the sender's contact is missing, too long or not one line (E-04, E-09)
    [name] the sender's name is missing, too long or not one line (E-04, E-09)
    [policy_url] the sender's policy_url is missing, too long or not one line (E-04, E-09)
   *[other] the sender's { $what } is missing, too long or not one line (E-04, E-09)
}
field_needs_one_at_least = needs one at least
field_is_needed_as_text = is needed, as a text of at most 2,000 characters
field_names_with_whom = names with whom it is done, or for whom
field_needs_the_balancing_test = is needed where the ground is a legitimate interest: what was weighed, by whom and when (Article 6(1)(f))
field_needs_a_law_for_offences = need a legal obligation for data about offences (GDPR 10, P-18)
field_needs_an_article_9_basis = is needed for data of Article 9
field_lies_within_the_eea = names a country of the EEA; only those outside are transfers
field_needs_a_transfer_tool = is needed for countries outside the EEA (X-01)
field_has_no_adequacy_decision = does not cover all those countries today (X-02)
field_is_for_the_united_states = covers importers in the United States alone (X-03)
field_is_for_what_is_occasional = is for what is occasional, and this program does it day by day (X-05)
field_is_a_day = is a day, such as `2026-11-27`
field_is_a_day_that_has_been = is a day that has been, such as `2026-11-27`
problem_may_not_receive = Somebody named may not receive data
detail_may_not_receive = { $name } may not receive personal data. { $why } { $way_out } ({ $rule })
field_is_a_moment_that_has_been = is a moment that has been, such as `2026-11-27T14:30`
field_is_needed_before_it_is_signed = is needed before it can be signed
field_is_needed_before_it_closes = is needed before the case can be closed (Articles 33 and 34)
field_says_why_it_was_late = has to say why the authority was told later than 72 hours after (Article 33(1))
field_is_before_it_was_known = lies before the moment you became aware of it
