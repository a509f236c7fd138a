"""Writes Avro records and reads them back with Confluent's own client: register, subject per record, wire format, read.

The first is written under the name that the record had before, and read with today's schema through its alias.

Arguments: broker, schema registry, topic. Prints one line of JSON with what came back.
"""
import json
import sys

from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

RECORD = {
    "type": "record",
    "namespace": "cn.xianjie.household",
    "doc": "A household left the poverty registry.",
    "fields": [
        {"name": "year", "type": "int", "doc": "Year of the exit."},
        {"name": "village", "type": "string", "doc": "Village name."},
        {"name": "plannedFor", "type": ["null", "int"], "default": None, "doc": "Year it was planned for."},
    ],
}
BEFORE = json.dumps({**RECORD, "name": "PovertyExited"})
TODAY = json.dumps({**RECORD, "name": "HouseholdPovertyExited", "aliases": ["cn.xianjie.household.PovertyExited"]})
SUBJECTS = {"subject.name.strategy": topic_record_subject_name_strategy}


def main(broker: str, registry_url: str, topic: str) -> None:
    registry = SchemaRegistryClient({"url": registry_url})
    context = SerializationContext(topic, MessageField.VALUE)

    producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True})
    for year, schema in [(2016, BEFORE), (2017, TODAY)]:
        to_bytes = AvroSerializer(registry, schema, conf=SUBJECTS)
        value = to_bytes({"year": year, "village": "石羊村", "plannedFor": None}, context)
        producer.produce(topic, key="household-1", value=value, headers={"ce_type": "household.poverty-exited"})
    if producer.flush(20) != 0:
        raise SystemExit("the broker did not acknowledge the records")

    consumer = Consumer({"bootstrap.servers": broker, "group.id": f"{topic}-reader", "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    from_bytes = AvroDeserializer(registry, TODAY, conf=SUBJECTS)
    records = []
    for _ in range(2):
        message = consumer.poll(30)
        if message is None or message.error():
            raise SystemExit(f"nothing could be read: {message and message.error()}")
        records.append(from_bytes(message.value(), context))
    print(json.dumps({
        "records": records,
        "prefix": message.value()[:1].hex(),
        "schemaId": int.from_bytes(message.value()[1:5], "big"),
        "headers": {name: value.decode() for name, value in message.headers()},
        "subjects": sorted(subject for subject in registry.get_subjects() if subject.startswith(topic)),
    }))
    consumer.close()


main(*sys.argv[1:])
