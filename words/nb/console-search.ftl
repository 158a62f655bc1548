search_hint = En side, et nettsted, eller en hel adresse eller et nummer
search_none = Ingen side og ikke noe nettsted heter det.
search_pages = Sider
search_person = Finn personen «{ $text }»
