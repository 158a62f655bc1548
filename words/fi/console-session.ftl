sign_in = Kirjaudu sisään
your_name = Nimesi
choose_password = Valitse uusi salasana
forgot = Unohditko sen? Pyydä omistajalta linkki.
demo_fill = Täytä demon kirjautumistiedot
demo_shop = Avaa demokauppa
tagline = Asiakastietojen laillinen peruste
