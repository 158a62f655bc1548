sign_in = Log ind
your_name = Dit navn
choose_password = Vælg nyt kodeord
forgot = Glemt kodeord? Bed en ejer om et link.
demo_fill = Udfyld med demoens login
demo_shop = Åbn demobutikken
tagline = Det lovlige grundlag for kundedata
