search_hint = En sida, en webbplats eller en hel adress, ett nummer
search_none = Ingen sida eller webbplats heter så.
search_pages = Sidor
search_person = Hitta personen »{ $text }«
