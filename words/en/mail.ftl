# Mails to people, as far as they are ours: what is asked, and what stands around a newsletter.
mail_confirm_subject = Confirm that you want mail from { $name }
mail_confirm_text = Somebody, probably you, entered this address in our form and asked for:
mail_confirm_link = Open the link and press the button if that is right:
mail_confirm_button = See and confirm
mail_already_subject = You are already signed up with { $name }
mail_already_text = Somebody, probably you, entered this address in our form. You already get:
mail_already_link = See and change your choices:
mail_campaign_why = You get this newsletter from { $name } because you said yes to “{ $topic }”.
mail_campaign_stop = Choose what you get, or stop it all
mail_code_subject = Your code at { $name }
mail_code_text = Somebody, probably you, wants to see what we hold about this address. The code is:
mail_code_warn = It counts for ten minutes and once. Never give it to anybody, not even to us. If it was not you, do nothing.
