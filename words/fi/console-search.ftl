search_hint = Sivu, sivusto, tai koko osoite tai numero
search_none = Minkään sivun tai sivuston nimi ei ole tämä.
search_pages = Sivut
search_person = Etsi henkilö ”{ $text }”
