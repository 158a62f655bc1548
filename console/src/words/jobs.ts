/** Words about what runs in the background. */
import type { Entries } from "./catalogue";

export const jobs = {
  job_mail: ["Send en mail", "Skicka ett mejl", "Send a mail"],
  job_mail_def: [
    "Spørger om lov, når den kører, og sender højst én gang.",
    "Frågar om lov när den körs och skickar högst en gång.",
    "Asks for permission when it runs, and sends at most once.",
  ],
  job_erase_key: [
    "Destruér en slettet persons nøgle",
    "Förstör en raderad persons nyckel",
    "Destroy an erased person's key",
  ],
  job_erase_key_def: [
    "Kører straks efter sletningen og opgives aldrig.",
    "Körs direkt efter raderingen och ges aldrig upp.",
    "Runs right after the erasure and never gives up.",
  ],
  job_retention: ["Opbevaring", "Lagring", "Retention"],
  job_retention_def: [
    "Fjerner hver dag, hvad der er ældre end lovet, og hvad der er trukket tilbage, fra alle filer (P-07, B-21). Udfaldet står i logbogen.",
    "Tar varje dag bort det som är äldre än utlovat, och det som återkallats, ur alla filer (P-07, B-21). Utfallet står i loggen.",
    "Removes from all files, every day, what is older than promised and what was withdrawn (P-07, B-21). The audit log has the outcome.",
  ],
  job_running: ["Kører nu", "Körs nu", "Running now"],
  job_stopped: ["Opgivet; venter på dig", "Uppgivet; väntar på dig", "Given up; waiting for you"],
  job_next: ["Næste gang", "Nästa gång", "Next"],
  job_done: ["sidst færdig", "senast klart", "last done"],
  job_failed: ["Mislykkedes", "Misslyckades", "Failed"],
  job_campaign: ["Send et nyhedsbrev", "Skicka ett nyhetsbrev", "Send a newsletter"],
  job_campaign_def: [
    "Spørger om lov for hver enkelt læser lige før, sender højst én gang, og stopper straks, når nogen siger stop.",
    "Frågar om lov för varje läsare precis innan, skickar högst en gång och stannar direkt när någon säger stopp.",
    "Asks for permission for each reader right before, sends at most once, and stops at once when somebody says stop.",
  ],
  job_erasure: ["Slet en person alle vegne", "Radera en person överallt", "Erase a person everywhere"],
  job_erasure_def: [
    "Destruerer nøglen, skriver filerne om uden personens rækker og skriver det på kvitteringen. Opgives aldrig.",
    "Förstör nyckeln, skriver om filerna utan personens rader och skriver det på kvittot. Ges aldrig upp.",
    "Destroys the key, rewrites the files without the person's rows, and notes it on the receipt. Never gives up.",
  ],
  job_import: ["Læs en fil ind", "Läs in en fil", "Import a file"],
  job_import_def: [
    "Går videre, hvor den slap, også efter en genstart. Filen ligger krypteret imens, højst syv dage.",
    "Fortsätter där den slutade, även efter en omstart. Filen ligger krypterad under tiden, högst sju dagar.",
    "Continues where it was, also after a restart. Meanwhile the file is kept encrypted, for seven days at most.",
  ],
} satisfies Entries;
