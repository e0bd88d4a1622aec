//! Two people who live under two plans become one, and are two again.

use super::*;

fn unmerge(bench: &mut Bench, person: Id) -> Unmerged {
    let receipt = bench.handle().unmerge(person).expect("room");
    bench.driver.turn();
    receipt.wait().expect("an answer")
}

/// Somebody who is known by a name and somebody who is not, of whom the one who stays is in the share or is not.
fn pair(bench: &mut Bench, stays_inside: bool) -> (Id, Id, [(&'static str, String); 2]) {
    for number in 0..500_u128 {
        let (user, visitor) = (format!("u{number}"), format!("a{number}"));
        let lea = person(&bench.submit(vec![identify(10_000 + number, &[("user_id", &user)])]));
        let names = [("anonymous_id", visitor.as_str()), ("email", &format!("{visitor}@example.com"))];
        let other = person(&bench.submit(vec![started(20_000 + number, &names)]));
        let is_inside = |id| bench.handle().plan_of(id).hash == candidate().hash;
        if is_inside(lea) == stays_inside && is_inside(other) != stays_inside {
            return (lea, other, [("user_id", user), ("anonymous_id", visitor)]);
        }
    }
    panic!("nobody fits");
}

#[test]
fn whoever_stays_decides_by_which_plan_two_live_who_become_one() {
    for stays_inside in [true, false] {
        let mut bench = Bench::new(running());
        assert_eq!(share(&mut bench, &candidate(), "50"), Ok(()));
        let (lea, other, names) = pair(&mut bench, stays_inside);
        let both = [(names[0].0, names[0].1.as_str()), (names[1].0, names[1].1.as_str())];
        assert_eq!(person(&bench.submit(vec![identify(30_000, &both)])), lea);
        let (stays, goes) = if stays_inside { (candidate(), running()) } else { (running(), candidate()) };
        let known = bench.handle().known(lea).expect("a store").expect("a person");
        assert_eq!(known.plan, stays.hash);
        assert_eq!(known.state.instances[0].plan, stays.hash, "the walk that was brought goes on under it");
        let mut bench = bench.restart(running());
        bench.pass(60_000);
        let subject = if stays_inside { "Good news" } else { "Hello" };
        let claimed = bench.claim(Some("mail")).messages;
        let letter = claimed.iter().find(|letter| letter.person == lea).expect("a letter");
        assert_eq!(letter.message.subject.as_deref(), Some(subject));
        assert_eq!(unmerge(&mut bench, other), Unmerged::Separated { from: lea });
        let known = bench.handle().known(other).expect("a store").expect("a person");
        assert_eq!(
            (known.plan, known.state.instances[0].plan.as_str()),
            (goes.hash.clone(), goes.hash.as_str())
        );
        assert_eq!(bench.handle().known(lea).expect("a store").expect("a person").plan, stays.hash);
    }
}
