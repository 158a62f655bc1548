sign_in = Logga in
your_name = Ditt namn
choose_password = Välj nytt lösenord
forgot = Glömt lösenordet? Be en ägare om en länk.
demo_fill = Fyll i demons inloggning
demo_shop = Öppna demobutiken
tagline = Den lagliga grunden för kunddata
