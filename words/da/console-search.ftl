search_hint = En side, et websted eller en hel adresse, et nummer
search_none = Ingen side og intet websted hedder sådan.
search_pages = Sider
search_person = Find personen »{ $text }«
