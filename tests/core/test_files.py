import os
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from portal.files import BucketFiles, FolderFiles, new_name, open_files


@pytest.fixture(scope="module")
def bucket():
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    before = {name: os.environ.get(name) for name in keys}
    os.environ.update(keys)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(
        Bucket="commune"
    )
    yield f"s3://commune?endpoint={endpoint}"
    server.stop()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name)
        else:
            os.environ[name] = value


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path):
    url = "" if request.param == "folder" else request.getfixturevalue("bucket")
    return open_files(url, tmp_path / "files")


def test_what_is_put_can_be_got_until_it_is_dropped(files):
    name = new_name("cases")
    files.put(name, b"a photo")
    assert files.get(name) == b"a photo"
    assert files.names("cases") == [name]
    files.drop(name)
    files.drop(name)
    with pytest.raises(FileNotFoundError):
        files.get(name)


def test_the_setting_chooses_the_store(files, tmp_path, bucket):
    assert isinstance(open_files("", tmp_path), FolderFiles)
    assert isinstance(open_files(bucket, tmp_path), BucketFiles)


def test_a_name_cannot_lead_out_of_the_folder(tmp_path):
    with pytest.raises(ValueError, match="leads out"):
        FolderFiles(tmp_path / "files").put("../key", b"x")


def test_every_byte_is_flushed_before_put_returns(tmp_path, monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: flushed.append(fd) or real(fd))
    FolderFiles(tmp_path).put("cases/x", b"x")
    assert len(flushed) == 3  # the file, its folder, and the folder that holds that


def test_a_folder_named_from_here_lists_its_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = FolderFiles(Path("data/files"))
    store.put("staged/abc/1-x", b"1")
    assert store.names("staged") == ["staged/abc/1-x"]
    assert store.get("staged/abc/1-x") == b"1"
