/** Words about why somebody is not written to. */
import type { Entries } from "./catalogue";

export const why = {
  why_no_permission: ["har aldrig sagt ja", "har aldrig sagt ja", "never said yes"],
  why_unconfirmed: ["har ikke bekræftet", "har inte bekräftat", "has not confirmed"],
  why_withdrawn: ["har trukket sit ja tilbage", "har återkallat sitt ja", "withdrew their yes"],
  why_objected: ["har gjort indsigelse mod markedsføring", "har invänt mot marknadsföring", "objects to marketing"],
  why_suppressed: [
    "adressen skrives der ikke til: mail kom retur, eller læseren vil ingen have",
    "adressen skrivs det inte till: mejl kom i retur, eller läsaren vill inte ha några",
    "the address is not written to: mail bounced, or its reader wants none",
  ],
  why_permit_stale: [
    "tilladelsen lå for længe, før den blev brugt",
    "tillståndet låg för länge innan det användes",
    "the permit lay too long before it was used",
  ],
  why_complained: [
    "har sagt til sin mailudbyder, at mailen var uønsket, og får ikke flere",
    "har sagt till sin e-postleverantör att mejlet var oönskat och får inga fler",
    "told their mail provider that it was not wanted, and gets no more",
  ],
  why_1: ["adressen findes ikke", "adressen finns inte", "there is no such address"],
  why_2: ["postkassen tager ikke imod", "brevlådan tar inte emot", "the mailbox does not take mail"],
  why_7: ["serveren vil ikke have den", "servern vill inte ha det", "the server will not have it"],
  why_later: ["serveren bad os vente", "servern bad oss vänta", "the server asked us to wait"],
  why_malformed: [
    "adressen kan ikke bruges i en mail",
    "adressen går inte att använda i ett mejl",
    "the address cannot be used in a mail",
  ],
  why_other_recipient: [
    "tilladelsen gjaldt en anden",
    "tillståndet gällde någon annan",
    "the permit was for somebody else",
  ],
  why_restricted: [
    "har bedt om, at oplysningerne kun opbevares",
    "har bett om att uppgifterna bara lagras",
    "asked that the data only be stored",
  ],
  why_other_sender: [
    "har sagt ja til en anden afsender",
    "har sagt ja till en annan avsändare",
    "said yes to another sender",
  ],
} satisfies Entries;
