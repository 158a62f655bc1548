# Words about signing in and one-time links.
sign_in = Sign in
your_name = Your name
choose_password = Choose a new password
forgot = Forgotten it? Ask an owner for a link.
demo_fill = Fill in the demo's sign-in
demo_shop = Open the demo shop
tagline = The legal ground for customer data
