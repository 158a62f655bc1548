# Words about finding one's way.
search_hint = A page, a site, or a whole address or number
search_none = No page or site has that name.
search_pages = Pages
search_person = Find the person “{ $text }”
