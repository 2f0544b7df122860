-- The three tracks of the programme that Vatra was made for. Tracks are data: others are added on the site.

INSERT INTO tracks (id, code, position) VALUES
    ('01930000-0000-7000-8000-000000000001', 'digital-literacy', 1),
    ('01930000-0000-7000-8000-000000000002', 'digitalisation-expert', 2),
    ('01930000-0000-7000-8000-000000000003', 'participatory-governance', 3);

INSERT INTO track_versions (id, track_id, number, names, summaries, hours, minimum_mark) VALUES
('01930000-0000-7000-8001-000000000001', '01930000-0000-7000-8000-000000000001', 1,
 '{"ro": "Alfabetizare digitală",
   "bg": "Дигитална грамотност",
   "en": "Digital literacy",
   "sq": "Aftësi digjitale",
   "mk": "Дигитална писменост",
   "sr": "Дигитална писменост"}',
 '{"ro": "Pentru personalul primăriilor: documente și e-mail, semnătura electronică, date personale, siguranță pe internet, servicii online pentru cetățeni.",
   "bg": "За служителите в общините: документи и електронна поща, електронен подпис, лични данни, безопасност в интернет, онлайн услуги за гражданите.",
   "en": "For the staff of local authorities: documents and e-mail, electronic signature, personal data, safety online, services for citizens.",
   "sq": "Për punonjësit e bashkive: dokumente dhe e-mail, nënshkrim elektronik, të dhëna personale, siguri në internet, shërbime për qytetarët.",
   "mk": "За вработените во општините: документи и е-пошта, електронски потпис, лични податоци, безбедност на интернет, услуги за граѓаните.",
   "sr": "За запослене у општинама: документи и е-пошта, електронски потпис, лични подаци, безбедност на интернету, услуге за грађане."}',
 24, 70),
('01930000-0000-7000-8001-000000000002', '01930000-0000-7000-8000-000000000002', 1,
 '{"ro": "Expert în digitalizare",
   "bg": "Експерт по дигитализация",
   "en": "Digitalisation expert",
   "sq": "Ekspert i digjitalizimit",
   "mk": "Експерт за дигитализација",
   "sr": "Експерт за дигитализацију"}',
 '{"ro": "Pentru personal și reprezentanți ai ONG-urilor: planul de transformare digitală, procese, date deschise, interoperabilitate, achiziții de servicii digitale.",
   "bg": "За служители и представители на НПО: план за дигитална трансформация, процеси, отворени данни, оперативна съвместимост, възлагане на дигитални услуги.",
   "en": "For staff and representatives of NGOs: the digital transformation plan, processes, open data, interoperability, buying digital services.",
   "sq": "Për punonjës dhe përfaqësues të OJF-ve: plani i transformimit digjital, proceset, të dhënat e hapura, ndërveprueshmëria, prokurimi i shërbimeve digjitale.",
   "mk": "За вработени и претставници на НВО: план за дигитална трансформација, процеси, отворени податоци, интероперабилност, набавка на дигитални услуги.",
   "sr": "За запослене и представнике НВО: план дигиталне трансформације, процеси, отворени подаци, интероперабилност, набавка дигиталних услуга."}',
 40, 70),
('01930000-0000-7000-8001-000000000003', '01930000-0000-7000-8000-000000000003', 1,
 '{"ro": "Digitalizarea în guvernanța participativă",
   "bg": "Дигитализация в управлението с гражданско участие",
   "en": "Digitalisation in participatory governance",
   "sq": "Digjitalizimi në qeverisjen me pjesëmarrje",
   "mk": "Дигитализација во партиципативното управување",
   "sr": "Дигитализација у партиципативном управљању"}',
 '{"ro": "Pentru aleșii locali: transparență, consultare publică și bugetare participativă cu mijloace digitale, fără a-i uita pe cei care nu sunt online.",
   "bg": "За местните избраници: прозрачност, обществени консултации и бюджет с участие на гражданите чрез дигитални средства, без да се забравят хората извън мрежата.",
   "en": "For elected officials: transparency, public consultation and participatory budgeting by digital means, without forgetting those who are offline.",
   "sq": "Për të zgjedhurit vendorë: transparencë, konsultim publik dhe buxhetim me pjesëmarrje me mjete digjitale, pa harruar ata që nuk janë në internet.",
   "mk": "За избраните претставници: транспарентност, јавни консултации и партиципативно буџетирање со дигитални средства, без да се заборават луѓето што не се на интернет.",
   "sr": "За изабране представнике: транспарентност, јавне консултације и партиципативно буџетирање дигиталним средствима, не заборављајући оне који нису на интернету."}',
 24, 70);

INSERT INTO track_courses (track_version_id, position, course_code) VALUES
    ('01930000-0000-7000-8001-000000000001', 1, 'digital-literacy-basics');
