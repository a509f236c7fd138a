"""Writes one Avro record and reads it back with Confluent's own client: register, subject per record, wire format, read.

Arguments: broker, schema registry, topic. Prints one line of JSON with what came back.
"""
import json
import sys

from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

SCHEMA = json.dumps({
    "type": "record",
    "name": "PovertyExited",
    "namespace": "cn.xianjie.household",
    "doc": "A household left the poverty registry.",
    "fields": [
        {"name": "year", "type": "int", "doc": "Year of the exit."},
        {"name": "village", "type": "string", "doc": "Village name."},
        {"name": "plannedFor", "type": ["null", "int"], "default": None, "doc": "Year it was planned for."},
    ],
})


def main(broker: str, registry_url: str, topic: str) -> None:
    registry = SchemaRegistryClient({"url": registry_url})
    context = SerializationContext(topic, MessageField.VALUE)
    to_bytes = AvroSerializer(registry, SCHEMA, conf={"subject.name.strategy": topic_record_subject_name_strategy})
    record = {"year": 2016, "village": "石羊村", "plannedFor": None}

    producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True})
    producer.produce(topic, key="household-1", value=to_bytes(record, context), headers={"ce_type": "household.poverty-exited"})
    if producer.flush(20) != 0:
        raise SystemExit("the broker did not acknowledge the record")

    consumer = Consumer({"bootstrap.servers": broker, "group.id": f"{topic}-reader", "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    message = consumer.poll(30)
    if message is None or message.error():
        raise SystemExit(f"nothing could be read: {message and message.error()}")
    from_bytes = AvroDeserializer(registry, conf={"subject.name.strategy": topic_record_subject_name_strategy})
    print(json.dumps({
        "record": from_bytes(message.value(), context),
        "prefix": message.value()[:1].hex(),
        "schemaId": int.from_bytes(message.value()[1:5], "big"),
        "headers": {name: value.decode() for name, value in message.headers()},
        "subjects": [subject for subject in registry.get_subjects() if subject.startswith(topic)],
    }))
    consumer.close()


main(*sys.argv[1:])
