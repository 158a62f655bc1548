# Purposes: a name, and one sentence on what happens, to begin a notice with.
purpose_statistics = Statistics
purpose_statistics_text = We measure which pages you see, where you came from and whether you buy, to make the shop better.
purpose_personalisation = Personal content
purpose_personalisation_text = We show goods that match what you have looked at in this shop.
purpose_marketing = Targeted marketing
purpose_marketing_text = We use your visit to choose which offers we send you ourselves, if you have asked for them.
purpose_ads = Advertising elsewhere
purpose_ads_text = We share that you visited the shop with the advertising networks named, so they can show you our ads.
purpose_profile = Your customer profile
purpose_profile_text = When you sign in or sign up, we join your visits with what we know about you as a customer.
