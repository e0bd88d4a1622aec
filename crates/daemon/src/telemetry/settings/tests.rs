use super::*;

fn read(variables: &[(&str, &str)]) -> Telemetry {
    let find =
        |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
    Telemetry::read(&find)
}

fn urls(telemetry: &Telemetry) -> (Option<String>, Option<String>) {
    let url = |endpoint: &Option<Endpoint>| endpoint.as_ref().map(|endpoint| endpoint.url.to_string());
    (url(&telemetry.traces), url(&telemetry.metrics))
}

#[test]
fn without_an_endpoint_nothing_goes_anywhere() {
    assert_eq!(urls(&read(&[])), (None, None));
    assert_eq!(
        urls(&read(&[("OTEL_SERVICE_NAME", "shop"), ("OTEL_EXPORTER_OTLP_ENDPOINT", " ")])),
        (None, None)
    );
}

#[test]
fn a_common_endpoint_gets_the_path_of_each_signal_and_one_of_its_own_is_taken_as_it_is() {
    let common = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");
    let (traces, metrics) = urls(&read(&[common]));
    assert_eq!(traces.as_deref(), Some("http://collector:4318/v1/traces"));
    assert_eq!(metrics.as_deref(), Some("http://collector:4318/v1/metrics"));
    let own = ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://prometheus/api/v1/otlp/v1/metrics");
    assert_eq!(urls(&read(&[common, own])).1.as_deref(), Some("https://prometheus/api/v1/otlp/v1/metrics"));
    assert_eq!(urls(&read(&[own])).0, None);
}

#[test]
fn a_signal_can_be_left_out_and_everything_switched_off() {
    let common = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    assert_eq!(urls(&read(&[common, ("OTEL_SDK_DISABLED", "True")])), (None, None));
    assert_eq!(urls(&read(&[common, ("OTEL_TRACES_EXPORTER", "none")])).0, None);
    assert_eq!(urls(&read(&[common, ("OTEL_METRICS_EXPORTER", "none")])).1, None);
    assert_eq!(urls(&read(&[common, ("OTEL_TRACES_SAMPLER", "always_off")])).0, None);
}

#[test]
fn headers_and_resource_are_pairs_and_the_name_of_the_service_comes_first() {
    let telemetry = read(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20a%3D%3D, x-team = red+blue"),
        ("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,deployment.environment.name=live"),
        ("OTEL_SERVICE_NAME", "shop"),
    ]);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = telemetry.traces.as_ref().map(|endpoint| endpoint.headers.clone());
    assert_eq!(headers, Some(vec![pair("authorization", "Basic a=="), pair("x-team", "red+blue")]));
    let version = pair("service.version", env!("CARGO_PKG_VERSION"));
    let wanted = [pair("deployment.environment.name", "live"), pair("service.name", "shop"), version];
    assert_eq!(telemetry.resource, wanted);
    assert!(!format!("{telemetry:?}").contains("Basic"), "a key is not shown");
}

#[test]
fn what_is_not_as_it_must_be_is_told_and_stops_nothing() {
    let telemetry = read(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ("OTEL_TRACES_SAMPLER", "sometimes"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "-1"),
        ("OTEL_RESOURCE_ATTRIBUTES", "nothing"),
    ]);
    assert_eq!(urls(&telemetry), (None, None));
    assert_eq!((telemetry.complaints.len(), telemetry.queue), (5, 16_384), "{:?}", telemetry.complaints);
    let grpc = read(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
    ]);
    assert_eq!((urls(&grpc), grpc.complaints.len()), ((None, None), 2));
}
