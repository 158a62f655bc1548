sign_in = Logg inn
your_name = Navnet ditt
choose_password = Velg nytt passord
forgot = Glemt det? Be en eier om en lenke.
demo_fill = Fyll inn demoens innlogging
demo_shop = Åpne demobutikken
tagline = Det rettslige grunnlaget for kundedata
