# The banner. Its values are filled in by the banner itself.
banner_title = May we use your visit?
banner_intro = { $name } asks to store and read information on your device for:
banner_withdraw = You can change or withdraw your choice at any time with the link “Consent” at the foot of every page.
banner_remembered = Your choice is remembered in a cookie on this device for up to 6 months.
banner_accept = Accept all
banner_refuse = Refuse all
banner_choose = Choose
banner_save = Save my choices
banner_back = Back
banner_mine = See what we hold about this browser
banner_policy = Privacy policy
banner_recipients = Shared with
banner_days = Deleted after { $n } days
banner_gpc = Your browser asks that your data is not shared (Global Privacy Control). “Accept all” therefore leaves sharing off; only you can turn it on under “Choose”.
banner_controller = Controller: { $name }, { $address }. Contact: { $contact }. Complaints: { $authorities }.
banner_failed = Your choice could not be saved. Please try again.
