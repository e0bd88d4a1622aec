//! Findings and answers in French.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

#[test]
fn a_mistake_is_told_in_french() {
    assert_snapshot!(Shell::with_mistake().run("filrouge check shop --locale fr"), @r#"
    erreur unresolved-name

      × aucun modèle ne s’appelle `welcom`
       ╭─[farewell.kdl:4:33]
     3 │     enter on="Account Created" { re-entry never }
     4 │     send bye via=email template=welcom
       ·                                 ───┬──
       ·                                    ╰── pas déclaré
     5 │ }
       ╰────
      aide : vouliez-vous dire `welcome` ? déclarés : `welcome`
      correction (à vérifier) : prendre le nom déclaré
        -     send bye via=email template=welcom
        +     send bye via=email template=welcome
      filrouge explain unresolved-name

    1 erreur
    exit 1
    "#);
}

#[test]
fn sentences_without_drawings_are_french_too() {
    assert_snapshot!(Shell::with_mistake().run("filrouge check shop --locale fr --format plain"), @r#"
    erreur : aucun modèle ne s’appelle `welcom`
    farewell.kdl, ligne 4, colonne 33, sur `welcom` : pas déclaré
    aide : vouliez-vous dire `welcome` ? déclarés : `welcome`
    correction, à vérifier : prendre le nom déclaré
    règle : unresolved-name
    exit 1
    "#);
}

#[test]
fn machines_are_told_in_english_whatever_people_read() {
    let shell = Shell::with_mistake();
    for form in ["json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"] {
        let english = shell.run(&format!("filrouge check shop --format {form}"));
        assert_eq!(shell.run(&format!("filrouge check shop --format {form} --locale fr")), english, "{form}");
    }
}

#[test]
fn the_environment_may_say_which_language_and_the_locale_of_the_machine_does_not() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("FILROUGE_LOCALE=fr filrouge check shop"), @r#"
    tout va bien : 2 fichiers, 1 parcours
    "#);
    assert_snapshot!(shell.run("FILROUGE_LOCALE=fr filrouge check shop --locale en"), @r#"
    ok: 2 files, 1 journey
    "#);
    assert_snapshot!(shell.run("LANG=fr_FR.UTF-8 LC_ALL=fr_FR.UTF-8 filrouge check shop"), @r#"
    ok: 2 files, 1 journey
    "#);
    assert!(shell.run("FILROUGE_LOCALE=de filrouge check shop").ends_with("exit 2"));
}

#[test]
fn answers_of_commands_are_french() {
    let shell = Shell::new();
    let script = "export FILROUGE_LOCALE=fr; filrouge new shop --template shop; cd shop; filrouge new journey 'Prix en baisse'\n\
                  filrouge test --journey welcome; filrouge fmt --check; filrouge fix; filrouge new journey cart; filrouge explain unused-segmnt";
    assert_snapshot!(shell.run(script), @r#"
    Un projet est dans shop.
      filrouge.kdl
      events.kdl
      delivery.kdl
      privacy.kdl
      notices/offers.md
      journeys/welcome.kdl
      journeys/cart.kdl
      journeys/win-back.kdl
      filrouge.lock

    filrouge check shop    trouver toutes les erreurs
    filrouge test shop     lancer ses tests sur une horloge virtuelle
    filrouge dev shop      le faire tourner, avec une boîte aux lettres dans le navigateur
    ajouté       journeys/prix-en-baisse.kdl
    entrée par   `Prix En Baisse`, que le fichier déclare
    envoie par   `email` pour `offers`
    ensuite      écrivez le message dans le modèle, puis `filrouge test --journey prix-en-baisse`
    réussi welcome: two letters, two days apart
    réussi welcome: the first order ends the series
    réussi welcome: who agreed to nothing hears nothing
    réussis : 3, échoués : 0, laissés de côté : 9
    changeraient : 0 fichier
    0 correction dans 0 fichier
    erreur : rien n’a été ajouté : le parcours `cart` est déjà là
    erreur : aucune règle ne s’appelle `unused-segmnt` : vouliez-vous dire `unused-segment` ?
    exit 2
    "#);
}

#[test]
fn what_has_no_translation_is_told_in_english_and_counted() {
    let shell = Shell::with_project();
    // The words of the library that reads JSON are its own.
    shell.run("printf 'event \"Badge Scanned\" from=\"b.json\"\\n' > shop/b.kdl; printf '{ \"a\": tru }' > shop/b.json");
    let told = shell.run("filrouge check shop --locale fr");
    assert_snapshot!(told, @r#"
    erreur invalid-json

      × ceci n’est pas du JSON
       ╭─[b.json:1:8]
     1 │ { "a": tru }
       ·        ─┬─
       ·         ╰── unexpected word
       ╰────
      aide : JSON n’a pas de commentaires, pas de virgule finale, et met les noms entre guillemets
             doubles
      ☞ voir aussi b.kdl
       ╭─[b.kdl:1:28]
     1 │ event "Badge Scanned" from="b.json"
       ·                            ────┬───
       ·                                ╰── importé ici
       ╰────
      filrouge explain invalid-json

    1 erreur
    1 phrase est en anglais : elle n’a pas encore de traduction
    exit 1
    "#);
}

#[test]
fn what_a_test_expected_and_what_happened_is_told_in_french() {
    let shell = Shell::with_project();
    let path = shell.0.path().join("shop/filrouge.kdl");
    let text = fs::read_to_string(&path).unwrap();
    let wrong = r#"
test "hears nothing" journey=welcome {
    given { profile email="lea@example.com" }
    at "2026-06-01T10:00" { event "Account Created" }
    expect send=hello to="lea@example.com" { subject contains=Bonjour }
    expect exit=completed
}
"#;
    fs::write(&path, text + wrong).unwrap();
    assert_snapshot!(shell.run("filrouge test shop --only 'hears nothing' --coverage --locale fr"), @r#"
    ÉCHEC welcome: hears nothing

      filrouge.kdl:32:5
      │ expect send=hello to="lea@example.com"
      attendu  `hello` envoie un message à `lea@example.com`, dont l’objet contient `Bonjour`
      obtenu   `hello` a été refusée par `email`, no-consent
               le parcours a fini en `completed`
               la personne est entrée
      3 décisions depuis la dernière attente :
        2026-06-01 10:00:00 +02    entre
        2026-06-01 10:00:00 +02  hello  rien par email : la personne n’a jamais consenti (no-consent)
        2026-06-01 10:00:00 +02  hello  sort : completed

    réussi welcome: who did not agree hears nothing
    réussis : 1, échoués : 1, laissés de côté : 1

    couverture : 75 %, 3 parties sur 4
      welcome   75%  3 sur 4
        filrouge.kdl:26  `hello` n’est jamais envoyée
    exit 1
    "#);
}

#[test]
fn what_a_plan_changes_is_told_in_french() {
    let shell = Shell::with_project();
    shell.run(
        "cd shop && git init -q && git add -A && git -c user.name=Test -c user.email=test@example.com commit -qm first \
         && sed -i 's/basis consent;/basis legitimate-interest;/; s/send hello/send hallo/' filrouge.kdl \
         && sed -i 's/=hello/=hallo/' tests.kdl",
    );
    let plan = "filrouge plan shop --against HEAD --locale fr";
    let told = shell
        .run(&format!("{plan} | sed 's/([0-9a-f]*, commit [0-9a-f]*)/(…)/; s/([0-9a-f]\\{{12\\}})/(…)/'"));
    assert_snapshot!(told, @r#"
    plan  HEAD (…) → ce dossier (…)

    purpose news
      forward-only      la finalité `news` change de `basis` : vaut aussitôt pour tout le monde
                        consent → legitimate-interests
                        filrouge.kdl:15:1
    journey welcome
      forward-only      le parcours `welcome` change de `start` : pour les nouvelles personnes seulement
                        hello → hallo
                        filrouge.kdl:23:1
      breaking          l’étape `hello` du parcours `welcome` disparaît : refusé tant que les personnes
                        à l’intérieur y sont
                        aide : s’il a changé de nom, dites `was=hello` sur `hallo`
                        filrouge.kdl:23:1
      additive          l’étape `hallo` du parcours `welcome` apparaît : qui ne l’a pas atteint le
                        rencontre, qui l’a dépassé jamais
                        filrouge.kdl:26:5

    usage des données personnelles
      privacy-widening  `news` reposait sur : le consentement, et repose sur : l’intérêt légitime
                        filrouge.kdl:15:1
      privacy-widening  les personnes n’ont plus le droit (withdrawal) sous `news`
                        filrouge.kdl:15:1
      privacy-widening  les personnes n’ont plus le droit (portability) sous `news`
                        filrouge.kdl:15:1

    7 changements : 3 privacy-widening, 1 breaking, 2 forward-only, 1 additive
    approbation requise : breaking, privacy-widening
    "#);
}
