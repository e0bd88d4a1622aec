//! What a question to a service hands over.

use crate::blocks::{flow, names};
use crate::compiled;
use crate::shop::shop;

#[test]
fn a_question_carries_what_stands_in_its_path_its_parameters_and_its_body() {
    let mut sources = shop();
    sources.add(
        "zz.kdl",
        r#"connector stock kind=http { url env=STOCK_URL; role processor; agreement "DPA 2"; country DE }
journey asked {
    purpose orders
    enter on="Cart Updated"
    fetch shelf from=stock path="carts/{entry.cart_id}/{profile.first_name.orValue('nobody')}" {
        query line="entry.buyer.line"
        with orders="profile.orders.orValue(0)"
        answer { pieces int }
        cache for="10m"
        timeout after="1m"
        waive personal-data-in-address reason="Their server keeps no log"
    }
}
"#,
    );
    let (_, manifest) = compiled(sources);
    let flow = flow(&manifest, "journey/asked/step/shelf");
    let carried = [
        "event/Cart Updated/buyer/line",
        "event/Cart Updated/cart_id",
        "profile/first_name",
        "profile/orders",
    ];
    assert_eq!(names(&flow.carries), carried);
    assert_eq!((&*flow.to, flow.country.as_deref()), ("stock", Some("DE")));
}
